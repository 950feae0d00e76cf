//! Tables, in a box of their own that a phone can scroll.

use super::html::{Block, Writer};
use pulldown_cmark::Alignment;

/// A table being written.
pub(super) struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    has_rows: bool,
}

/// The tags before a table.
pub(super) const START: &str =
    "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"表格\">\n<table>\n";

impl Table {
    pub(super) fn new(alignments: Vec<Alignment>) -> Self {
        Table { alignments, column: 0, in_head: false, has_rows: false }
    }

    /// The tags before and after the next row.
    pub(super) fn row(&mut self, in_head: bool) -> (&'static str, &'static str) {
        let starts_body = !in_head && !self.has_rows;
        self.column = 0;
        self.in_head = in_head;
        self.has_rows |= !in_head;
        match (in_head, starts_body) {
            (true, _) => ("<thead>\n<tr>", "</tr>\n</thead>\n"),
            (_, true) => ("<tbody>\n<tr>", "</tr>\n"),
            _ => ("<tr>", "</tr>\n"),
        }
    }

    /// The tag before the next cell, in two parts, and the one after it.
    pub(super) fn cell(&mut self) -> ([&'static str; 2], &'static str) {
        let alignment = self.alignments.get(self.column).copied().unwrap_or(Alignment::None);
        self.column += 1;
        let (start, close) =
            if self.in_head { ("<th scope=\"col\"", "</th>") } else { ("<td", "</td>") };
        let class = match alignment {
            Alignment::None => ">",
            Alignment::Left => " class=\"align-left\">",
            Alignment::Center => " class=\"align-center\">",
            Alignment::Right => " class=\"align-right\">",
        };
        ([start, class], close)
    }
}

impl Writer<'_> {
    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>) -> Block {
        self.open(START, "");
        Block::Table(Table::new(alignments))
    }

    pub(super) fn start_row(&mut self, in_head: bool) -> Block {
        let Some(Block::Table(table)) = self.blocks.last_mut() else {
            return Block::Skipped;
        };
        let (start, close) = table.row(in_head);
        self.out.push(start);
        Block::Tag(close)
    }

    pub(super) fn start_cell(&mut self) -> Block {
        let above = self.blocks.len().wrapping_sub(2);
        let Some(Block::Table(table)) = self.blocks.get_mut(above) else {
            return Block::Skipped;
        };
        let (start, close) = table.cell();
        start.into_iter().for_each(|part| self.out.push(part));
        Block::Tag(close)
    }
}

pub(super) fn end(table: &Table) -> &'static str {
    if table.has_rows { "</tbody>\n</table>\n</div>\n" } else { "</table>\n</div>\n" }
}
