// What the files of the page agent share in their isolated world. Read by the type check only: it does not ship.

/** Why a ring cannot be painted: `Unpaintable` of src/protocol.rs. */
type Unpaintable = 'gone' | 'changed' | 'hidden' | 'covered';

/** The ring, the spotlight and the frame, in the top layer over the page. */
interface Stage {
  readonly host: HTMLElement;
  /** The keyboard is in the panel. */
  focused(): boolean;
  /** Where the frame stands; nothing of it shows before the first call. */
  arrange(wish: { collapsed: boolean; dock: 'left' | 'right' | 'bottom' | 'top'; height: number }): void;
  /** Rings `node` as soon as it can be seen. */
  ring(handle: number, node: Element, tone: 'sure' | 'compare' | 'preview'): void;
  clear(): void;
  /** The agent lives: the stage does not hide itself for another while. */
  stay(): void;
  /** The panel was moved, which loads its frame anew in Firefox. */
  moved: boolean;
  /** The page changed: takes the ring away from a node that is no longer what it was. */
  check(): void;
  /** Something may have moved. */
  wake(event?: Event): void;
  /** Back above what the page has opened since. */
  lift(): void;
  remove(): void;
}

declare var guidedUnblock: {
  /** A trusted press reached this document while it was on the list, or nobody knows; not known before the list was reached. */
  touched?: boolean;
  /** Reads the address anew. */
  check(): void;
  eyes: {
    handle(node: Node): number;
    node(handle: number): Element | undefined;
    roots(): (Document | ShadowRoot)[];
    own: WeakSet<Node>;
    typed: WeakSet<Node>;
    around(node: Node | null, selector: string): HTMLElement | null;
    /** The parent as people see it: a slot, the host of a shadow root, the frame of a document. */
    up(node: Node): any;
    /** Selects check boxes and radio buttons. */
    CHECK: string;
    dirty(records: MutationRecord[]): void;
    look(wanted: { needles: string[]; epoch: number }): string;
    same(handle: number): boolean;
  };
  hand: {
    /** Whether `node` now holds `text`; `false` also where the hand does not type. */
    fill(node: Element, text: string, enter: boolean): Promise<boolean>;
  };
  stage(
    frame: HTMLIFrameElement,
    tell: (kind: 'painted' | 'not_painted' | 'visible', handle: number, why?: Unpaintable) => void,
  ): Stage;
  agent: {
    /** The page is on the list, perhaps under another address than before. */
    enter(): void;
    /** The page is elsewhere. */
    leave(): void;
  };
};
