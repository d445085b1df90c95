document.title = 'not yet';
