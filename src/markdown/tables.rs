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

impl Writer<'_> {
    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>) -> Block {
        let start =
            "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"表格\">\n<table>\n";
        self.open(start, "");
        Block::Table(Table { alignments, column: 0, in_head: false, has_rows: false })
    }

    pub(super) fn start_row(&mut self, in_head: bool) -> Block {
        let Some(Block::Table(table)) = self.blocks.last_mut() else {
            return Block::Skipped;
        };
        let starts_body = !in_head && !table.has_rows;
        table.column = 0;
        table.in_head = in_head;
        table.has_rows |= !in_head;
        self.out.push(match (in_head, starts_body) {
            (true, _) => "<thead>\n<tr>",
            (_, true) => "<tbody>\n<tr>",
            _ => "<tr>",
        });
        Block::Tag(if in_head { "</tr>\n</thead>\n" } else { "</tr>\n" })
    }

    pub(super) fn start_cell(&mut self) -> Block {
        let above = self.blocks.len().wrapping_sub(2);
        let Some(Block::Table(table)) = self.blocks.get_mut(above) else {
            return Block::Skipped;
        };
        let alignment = table.alignments.get(table.column).copied().unwrap_or(Alignment::None);
        table.column += 1;
        let (start, close) =
            if table.in_head { ("<th scope=\"col\"", "</th>") } else { ("<td", "</td>") };
        self.out.push(start);
        self.out.push(match alignment {
            Alignment::None => ">",
            Alignment::Left => " class=\"align-left\">",
            Alignment::Center => " class=\"align-center\">",
            Alignment::Right => " class=\"align-right\">",
        });
        Block::Tag(close)
    }
}

pub(super) fn end(table: &Table) -> &'static str {
    if table.has_rows { "</tbody>\n</table>\n</div>\n" } else { "</table>\n</div>\n" }
}
