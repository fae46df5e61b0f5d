// The table of every list: rows of a connection, more on demand, columns to choose, rows to open or to tick.
import { ActionIcon, Button, Checkbox, Menu, Skeleton, Tooltip, VisuallyHidden } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { Link, useNavigate } from "@tanstack/react-router";
import { Download, Rows3, Settings2 } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, type ReactNode, useState } from "react";
import { download } from "../api/client";
import type { List } from "../api/data";
import { count, counted } from "./format";
import { Empty, Failed } from "./State";
import classes from "./table.module.css";
import { toast } from "./toast";

export interface Column<T> {
  key: string;
  title: string;
  cell: (row: T) => ReactNode;
  /** Numbers stand at the right. */
  right?: boolean;
  /** Not shown until somebody chooses it. */
  optional?: boolean;
}

interface TableProps<T> {
  /** Under which the choice of columns is remembered. */
  name: string;
  /** What the rows are, in the plural and small: "conversions". */
  what: string;
  list: List<T>;
  columns: ReadonlyArray<Column<T>>;
  /** The page of a row. */
  href?: (row: T) => string;
  empty: ReactNode;
  /** Whether the rows are only some of all. */
  filtered?: boolean;
  clearFilters?: () => void;
  /** Filters, on the left of the bar. */
  filters?: ReactNode;
  /** Under which name and with which filter the rows can be had as a file. */
  csv?: { list: string; filter: unknown; more?: Record<string, string | undefined> };
  /** What can be done with ticked rows. */
  bulk?: (ids: string[], clear: () => void) => ReactNode;
  /** Stands in a frame of its own already. */
  bare?: boolean;
  /** For people who come now and then: no columns to choose, one density. */
  plain?: boolean;
}

const SKELETONS = 8;

export function DataTable<T extends { id: string }>(props: TableProps<T>) {
  const { name, what, list, columns, href, empty, filtered, clearFilters, filters, csv, bulk, bare, plain } =
    props;
  const [hidden, setHidden] = useLocalStorage<Record<string, boolean>>({
    key: `introw-columns-${name}`,
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const [dense, setDense] = useLocalStorage({
    key: "introw-dense",
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [saving, setSaving] = useState(false);
  const navigate = useNavigate();

  const isDense = dense && !plain;
  const shown = columns.filter((column) => !(hidden[column.key] ?? column.optional ?? false));
  const chosen = list.rows.filter((row) => ticked.has(row.id)).map((row) => row.id);
  const nothing = !list.loading && !list.error && list.rows.length === 0;

  const tick = (ids: string[], on: boolean) =>
    setTicked((before) => {
      const after = new Set(before);
      for (const id of ids) on ? after.add(id) : after.delete(id);
      return after;
    });

  const open = (event: MouseEvent, row: T) => {
    if (!href) return;
    // What is a control of its own, or a text that is being selected, does not open the row.
    if ((event.target as Element).closest("a, button, input, label")) return;
    if (window.getSelection()?.toString()) return;
    if (event.metaKey || event.ctrlKey) window.open(href(row), "_blank", "noopener");
    else void navigate({ to: href(row) });
  };

  const bar = (
    <div className={classes.bar}>
      {filters}
      <span className={classes.grow} />
      <span className={classes.count} aria-live="polite">
        {list.total === undefined
          ? ""
          : `${count(list.total)} ${list.total === 1 ? what.replace(/s$/, "") : what}`}
      </span>
      {csv && (
        <Button
          variant="default"
          size="xs"
          loading={saving}
          leftSection={<Download size={14} aria-hidden />}
          onClick={async () => {
            setSaving(true);
            await download(csv.list, csv.filter, csv.more).catch((error) => toast.failed(error));
            setSaving(false);
          }}
        >
          CSV
        </Button>
      )}
      {!plain && (
        <>
          <Tooltip label={dense ? "Roomy rows" : "Dense rows"}>
            <ActionIcon
              visibleFrom="sm"
              variant="default"
              size={30}
              aria-label="Dense rows"
              aria-pressed={dense}
              onClick={() => setDense(!dense)}
            >
              <Rows3 size={15} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Menu closeOnItemClick={false} position="bottom-end" withinPortal>
            <Menu.Target>
              <Tooltip label="Columns">
                <ActionIcon variant="default" size={30} aria-label="Columns">
                  <Settings2 size={15} aria-hidden />
                </ActionIcon>
              </Tooltip>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>Columns</Menu.Label>
              {columns.slice(1).map((column) => {
                const on = shown.includes(column);
                return (
                  <Menu.Item
                    key={column.key}
                    role="menuitemcheckbox"
                    aria-checked={on}
                    onClick={() => setHidden({ ...hidden, [column.key]: on })}
                    leftSection={<Checkbox checked={on} readOnly tabIndex={-1} size="xs" aria-hidden />}
                  >
                    {column.title}
                  </Menu.Item>
                );
              })}
            </Menu.Dropdown>
          </Menu>
        </>
      )}
    </div>
  );

  const body = () => {
    if (list.error) return <Failed error={list.error} retry={list.retry} />;
    if (nothing && !filtered) return empty;
    if (nothing) {
      return (
        <Empty
          title={`No ${what} match`}
          action={
            clearFilters && (
              <Button variant="default" size="xs" onClick={clearFilters}>
                Clear all filters
              </Button>
            )
          }
        >
          Some of the filters above leave nothing over.
        </Empty>
      );
    }
    return (
      <div className={classes.scroll}>
        {/* The roles are said again, as a phone's layout takes them from the elements. */}
        <table
          // biome-ignore lint/a11y/noRedundantRoles: see above
          role="table"
          aria-label={what}
          aria-busy={list.loading}
          className={`${classes.table} ${isDense ? classes.dense : ""} ${list.stale ? classes.stale : ""}`}
        >
          <thead>
            <tr>
              {bulk && (
                <th style={{ width: 1 }}>
                  <Checkbox
                    size="xs"
                    aria-label="Tick all rows"
                    checked={chosen.length > 0 && chosen.length === list.rows.length}
                    indeterminate={chosen.length > 0 && chosen.length < list.rows.length}
                    onChange={(event) =>
                      tick(
                        list.rows.map((row) => row.id),
                        event.currentTarget.checked,
                      )
                    }
                  />
                </th>
              )}
              {shown.map((column) => (
                <th key={column.key} scope="col" className={column.right ? classes.right : undefined}>
                  {column.title === "" ? <VisuallyHidden>Actions</VisuallyHidden> : column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody onKeyDown={moveFocus}>
            {list.loading
              ? Array.from({ length: SKELETONS }, (_, line) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all the same
                  <tr key={line}>
                    {bulk && <td data-label="" />}
                    {shown.map((column) => (
                      <td key={column.key} data-label="">
                        <Skeleton height={isDense ? 14 : 20} />
                      </td>
                    ))}
                  </tr>
                ))
              : list.rows.map((row) => (
                  // The row's first cell holds a real link; a click beside it is a convenience of the mouse.
                  <tr
                    key={row.id}
                    onClick={(event) => open(event, row)}
                    className={`${href ? classes.link : ""} ${ticked.has(row.id) ? classes.chosen : ""}`}
                  >
                    {bulk && (
                      <td data-label="Tick" style={{ width: 1 }}>
                        <Checkbox
                          size="xs"
                          aria-label="Tick this row"
                          checked={ticked.has(row.id)}
                          onChange={(event) => tick([row.id], event.currentTarget.checked)}
                        />
                      </td>
                    )}
                    {shown.map((column, index) => (
                      <td
                        key={column.key}
                        data-label={column.title}
                        className={`${column.right ? classes.right : ""} ${index === 0 ? classes.title : ""}`}
                      >
                        {index === 0 && href ? (
                          <Link to={href(row)} className={classes.first} data-row>
                            {column.cell(row)}
                          </Link>
                        ) : (
                          column.cell(row)
                        )}
                      </td>
                    ))}
                  </tr>
                ))}
          </tbody>
        </table>
      </div>
    );
  };

  return (
    <div className={bare ? `${classes.frame} ${classes.bare}` : classes.frame}>
      {(!nothing || filtered || filters) && bar}
      {bulk && chosen.length > 0 && (
        <section className={classes.chosenBar} aria-label="Ticked rows">
          <span>{counted(chosen.length, "row")} ticked</span>
          {bulk(chosen, () => setTicked(new Set()))}
          <Button variant="subtle" size="xs" onClick={() => setTicked(new Set())}>
            Clear
          </Button>
        </section>
      )}
      {body()}
      {list.hasMore && (
        <div className={classes.foot}>
          <Button variant="default" size="xs" onClick={list.loadMore} loading={list.loadingMore}>
            Load more
          </Button>
        </div>
      )}
    </div>
  );
}

/** The first cell of a row that opens beside the list, not as a page of its own. */
export function RowButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className={classes.open} onClick={onClick} data-row>
      {children}
    </button>
  );
}

/** `j` and `k` and the arrows go from row to row. */
function moveFocus(event: KeyboardEvent<HTMLTableSectionElement>) {
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  const target = event.target as HTMLElement;
  if (!step || event.ctrlKey || event.metaKey || event.altKey || !target.matches("[data-row]")) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
  const next = links[links.indexOf(target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
