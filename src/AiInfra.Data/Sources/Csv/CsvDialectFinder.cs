using System.Text;
using AiInfra.Data.Cells;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Files;

namespace AiInfra.Data.Sources.Csv;

/// <summary>Finds out what structures a file: line end, delimiter, and where the table begins.</summary>
internal sealed class CsvDialectFinder(string path, CsvOptions options, List<IngestionNote> notes)
{
    private const double Near = 0.02;
    private static readonly byte[] s_delimiters = [(byte)',', (byte)'\t', (byte)';', (byte)'|'];

    public async Task<CsvDialect> FindAsync(TextEncoding encoding, CancellationToken cancellationToken)
    {
        TextBlocks blocks = await TextBlocks.OpenAsync(path, encoding, CsvTokenizer.Slack, cancellationToken).ConfigureAwait(false);
        await using (blocks.ConfigureAwait(false))
        {
            byte newLine = (byte)'\n';
            while (await blocks.AdvanceAsync(0, cancellationToken).ConfigureAwait(false))
            {
                if (LineEnd(blocks.Buffer.AsSpan(0, blocks.Length)) is { } found && (blocks.IsLast || found == (byte)'\n' || blocks.Length > options.MaxRecordBytes))
                {
                    newLine = found;
                    break;
                }

                if (blocks.Length > options.MaxRecordBytes)
                {
                    throw new IngestionException($"The first line of '{path}' is longer than {options.MaxRecordBytes:N0} bytes, the limit (MaxRecordBytes). Is this a file of delimited text?");
                }

                if (blocks.IsLast)
                {
                    break;
                }
            }

            return Find(blocks, newLine);
        }
    }

    /// <summary>What ends most lines outside of quotes; null where there is no line end. A carriage return before a line feed is part of it.</summary>
    private byte? LineEnd(ReadOnlySpan<byte> content)
    {
        int feeds = content.Count((byte)'\n');
        if (content.Count((byte)'\r') <= feeds)
        {
            return feeds > 0 ? (byte)'\n' : null;
        }

        int lone = 0, ends = 0;
        bool quoted = false;
        for (int i = 0; i < content.Length; i++)
        {
            quoted ^= options.Quotes && content[i] == options.Quote;
            if (quoted || content[i] is not ((byte)'\n' or (byte)'\r'))
            {
                continue;
            }

            int rest = content[i..].IndexOfAnyExcept((byte)'\r');
            bool feed = rest >= 0 && content[i + rest] == (byte)'\n';
            ends += feed ? 1 : 0;
            lone += feed ? 0 : rest < 0 ? content.Length - i : rest;
            i += (rest < 0 ? content.Length - i : rest) - (feed ? 0 : 1);
        }

        return lone > ends ? (byte)'\r' : feeds > 0 ? (byte)'\n' : (byte)'\r';
    }

    private CsvDialect Find(TextBlocks blocks, byte newLine)
    {
        var plain = new CsvDialect
        {
            Delimiter = (byte)(options.Delimiter ?? ','),
            NewLine = newLine,
            Quote = options.Quotes ? (byte)options.Quote : (byte)0,
            Escape = (byte)(options.Escape ?? '\0'),
            Comment = Encoding.UTF8.GetBytes(options.CommentPrefix ?? ""),
            TrimBlanks = options.TrimBlanks,
            MaxRecordBytes = options.MaxRecordBytes,
            MaxColumns = options.MaxColumns,
            Preamble = options.SkipLines,
            Width = options.Width,
            PadsSingle = true,
        };
        char? said = SaidDelimiter(blocks.Buffer.AsSpan(0, blocks.Length), plain);
        if (said is { } byFile)
        {
            plain = plain with { Preamble = plain.Preamble + 1, Delimiter = (byte)(options.Delimiter ?? byFile) };
            notes.Add(new(IngestionNoteKind.Delimiter, $"the first line says sep={(byFile == '\t' ? "tab" : byFile)}"));
        }

        CsvDialect best = options.Delimiter is null && said is null ? Best(blocks, plain) : plain;
        CsvBlock block = Look(blocks, best);
        int before = new CsvTableStart(options, best, block, blocks.Buffer).First is > 0 and var first ? (int)block.Lines[first] - 1 : best.Preamble;
        if (before > best.Preamble)
        {
            notes.Add(new(IngestionNoteKind.Skipped, "lines before the table were passed over: a title, comments or blank rows; say otherwise with SkipLines") { Count = before - best.Preamble });
        }

        return best with { Preamble = before };
    }

    /// <summary>The delimiter of a first line "sep=;", which spreadsheets write and read.</summary>
    private static char? SaidDelimiter(ReadOnlySpan<byte> content, CsvDialect plain)
    {
        for (int i = 0; i < plain.Preamble; i++)
        {
            int lineEnd = content.IndexOf(plain.NewLine);
            content = lineEnd < 0 ? [] : content[(lineEnd + 1)..];
        }

        int end = content.IndexOf(plain.NewLine);
        ReadOnlySpan<byte> line = end < 0 ? [] : content[..end].TrimEnd((byte)'\r').Trim((byte)'"');
        return line.Length == 5 && Ascii.EqualsIgnoreCase(line[..4], "sep="u8) && line[4] is < 128 and not (byte)'"' ? (char)line[4] : null;
    }

    private CsvDialect Best(TextBlocks blocks, CsvDialect plain)
    {
        (CsvDialect Dialect, double Share, int Width) best = (plain, 0, 1);
        (byte Delimiter, double Share) second = (0, 0);
        foreach (byte candidate in s_delimiters)
        {
            CsvDialect dialect = plain with { Delimiter = candidate };
            (double share, int width) = Fit(Look(blocks, dialect), blocks.Buffer, candidate);
            if (width > 1 && (share > best.Share + Near || (share > best.Share - Near && width > best.Width)))
            {
                second = best.Width > 1 ? (best.Dialect.Delimiter, best.Share) : second;
                best = (dialect, share, width);
            }
            else if (width > 1 && share > second.Share)
            {
                second = (candidate, share);
            }
        }

        CsvDialect blank = plain with { Delimiter = (byte)' ' };
        if (best.Width == 1 && Fit(Look(blocks, blank), blocks.Buffer, (byte)' ') is (>= 0.9, >= 3))
        {
            notes.Add(new(IngestionNoteKind.Delimiter, "blanks part the fields; say otherwise with Delimiter"));
            return blank;
        }

        if (best.Width == 1)
        {
            bool any = blocks.Buffer.AsSpan(0, blocks.Length).IndexOfAny(s_delimiters.AsSpan(1)) >= 0 || Look(blocks, plain) is { Records: > 0 } block && block.Fields > block.Records;
            if (any)
            {
                notes.Add(new(IngestionNoteKind.Delimiter, "no delimiter parts the lines alike (comma, tab, semicolon, bar, blanks): one column; say Delimiter") { IsGuess = true });
            }
        }
        else if (best.Share < 0.5 || best.Share - second.Share < 0.1)
        {
            notes.Add(new(IngestionNoteKind.Delimiter, second.Delimiter == 0
                ? $"{Name(best.Dialect.Delimiter)} parts fewer than half of the lines alike; say Delimiter"
                : $"{Name(best.Dialect.Delimiter)} parts the lines little better than {Name(second.Delimiter)} does; say Delimiter") { IsGuess = true });
        }

        return best.Dialect;
    }

    private static string Name(byte delimiter) => delimiter == (byte)'\t' ? "the tab" : $"'{(char)delimiter}'";

    private CsvBlock Look(TextBlocks blocks, CsvDialect dialect)
    {
        var block = new CsvBlock();
        new CsvTokenizer(dialect, path, hasHeader: false).Read(blocks.Buffer, blocks.Length, blocks.IsLast, 0, block);
        return block;
    }

    /// <summary>How well a delimiter parts the records, and into how many fields: the share of records with the most common number of them, less where the first record has another number, and less where the fields hold what looks like another delimiter.</summary>
    private static (double Share, int Width) Fit(CsvBlock block, ReadOnlySpan<byte> buffer, byte delimiter)
    {
        if (block.Records == 0)
        {
            return (0, 1);
        }

        int width = block.CommonWidth(), looked = Math.Min(block.Records, 1000), fields = 0, unclean = 0;

        // A header may have one name fewer: the rows have names of their own then.
        bool rowNames = width > 2 && block.Record(0).Length == width - 1;
        int same = rowNames ? 1 : 0;
        for (int r = 0; r < looked; r++)
        {
            ReadOnlySpan<CsvField> record = block.Record(r);
            same += record.Length == width ? 1 : 0;
            fields += record.Length;
            foreach (CsvField field in record)
            {
                unclean += IsClean(buffer, field, delimiter) ? 0 : 1;
            }
        }

        return (((double)same / (looked + block.Rejected.Count)) - (block.Record(0).Length == width || rowNames ? 0 : 0.05) - (0.5 * unclean / fields), width);
    }

    /// <summary>Whether a field without quotes holds none of the other delimiters, beside the marks of numbers and the commas of sentences.</summary>
    private static bool IsClean(ReadOnlySpan<byte> buffer, CsvField field, byte delimiter)
    {
        ReadOnlySpan<byte> cell = buffer.Slice(field.Start, field.Length);
        int other = delimiter == (byte)',' ? cell.IndexOfAny((byte)';', (byte)'\t', (byte)'|') : delimiter == (byte)' ' ? -1 : cell.IndexOfAny(s_delimiters);
        return other < 0 || (field.Start > 0 && buffer[field.Start - 1] == (byte)'"')
            || (cell[other] == (byte)',' && ((other + 1 < cell.Length && cell[other + 1] == (byte)' ') || MarkedNumber.TryRead(cell, true, out _) || MarkedNumber.TryRead(cell, false, out _)));
    }
}
