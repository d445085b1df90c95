//! One message at a time.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

/// What takes messages.
pub trait Takes {
    /// Everything that can happen to it.
    type Message;
    /// Handles one.
    fn take(&mut self, message: Self::Message);
}

/// Where listeners, timers and answers put what happened. What happens while a message is being handled (a focus
/// that moves, say) waits until that is done.
pub struct Inbox<T: Takes>(Rc<Shared<T>>);

struct Shared<T: Takes> {
    queue: RefCell<VecDeque<T::Message>>,
    owner: RefCell<Option<T>>,
}

impl<T: Takes> Inbox<T> {
    /// Nobody takes anything yet.
    pub fn new() -> Inbox<T> {
        Inbox(Rc::new(Shared { queue: RefCell::default(), owner: RefCell::new(None) }))
    }

    /// From now on `owner` takes the messages.
    pub fn open(&self, owner: T) {
        self.0.owner.replace(Some(owner));
        self.work();
    }

    /// Something happened.
    pub fn put(&self, message: T::Message) {
        self.0.queue.borrow_mut().push_back(message);
        self.work();
    }

    fn work(&self) {
        let Ok(mut owner) = self.0.owner.try_borrow_mut() else { return };
        let Some(owner) = owner.as_mut() else { return };
        loop {
            let Some(message) = self.0.queue.borrow_mut().pop_front() else { return };
            owner.take(message);
        }
    }
}

impl<T: Takes> Clone for Inbox<T> {
    fn clone(&self) -> Inbox<T> {
        Inbox(Rc::clone(&self.0))
    }
}

impl<T: Takes> Default for Inbox<T> {
    fn default() -> Inbox<T> {
        Inbox::new()
    }
}
