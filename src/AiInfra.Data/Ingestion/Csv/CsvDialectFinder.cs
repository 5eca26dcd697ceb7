namespace AiInfra.Data.Ingestion.Csv;

/// <summary>Finds out what structures a file: line end, delimiter, and where the table begins.</summary>
internal sealed class CsvDialectFinder(string path, CsvOptions options, MissingSet missing, List<string> notes)
{
    private static readonly byte[] s_delimiters = [(byte)',', (byte)'\t', (byte)';', (byte)'|'];

    private const int MostPreamble = 50;

    public async Task<CsvDialect> FindAsync(TextEncoding encoding, CancellationToken cancellationToken)
    {
        TextBlocks blocks = await TextBlocks.OpenAsync(path, encoding, CsvTokenizer.Slack, cancellationToken).ConfigureAwait(false);
        await using (blocks.ConfigureAwait(false))
        {
            int seen = 0;
            byte newLine = (byte)'\n';
            while (await blocks.AdvanceAsync(0, cancellationToken).ConfigureAwait(false))
            {
                if (blocks.Buffer.AsSpan(seen, blocks.Length - seen).Contains((byte)'\n'))
                {
                    break;
                }

                seen = blocks.Length;
                bool hasReturn = blocks.Buffer.AsSpan(0, seen).Contains((byte)'\r');
                if (hasReturn && (blocks.IsLast || seen > options.MaxRecordBytes))
                {
                    newLine = (byte)'\r';
                    notes.Add("lines end in carriage returns");
                    break;
                }

                if (seen > options.MaxRecordBytes)
                {
                    throw new IngestionException($"The first line of '{path}' is longer than {options.MaxRecordBytes:N0} bytes, the limit (MaxRecordBytes). Is this a file of delimited text?");
                }

                if (blocks.IsLast)
                {
                    break;
                }
            }

            CsvDialect best = options.Delimiter is { } given ? Dialect((byte)given, newLine) : BestDialect(blocks, newLine);
            int preamble = Preamble(Look(blocks, best), blocks.Buffer);
            if (preamble > 0)
            {
                notes.Add($"{preamble} lines before the table were passed over");
            }

            return best with { Preamble = preamble };
        }
    }

    private CsvDialect Dialect(byte delimiter, byte newLine) => new(delimiter, newLine, options.Quotes, options.TrimBlanks, options.MaxRecordBytes, options.MaxColumns);

    private CsvDialect BestDialect(TextBlocks blocks, byte newLine)
    {
        (CsvDialect Dialect, double Share, int Width) best = (Dialect(s_delimiters[0], newLine), 0, 1);
        foreach (byte candidate in s_delimiters)
        {
            CsvDialect dialect = Dialect(candidate, newLine);
            (double share, int width) = Fit(Look(blocks, dialect));
            if (width > 1 && (share > best.Share + 0.02 || (share > best.Share - 0.02 && width > best.Width)))
            {
                best = (dialect, share, width);
            }
        }

        if (best.Width == 1 && Dialect((byte)' ', newLine) is var blank && Fit(Look(blocks, blank)) is (>= 0.9, >= 3))
        {
            return blank;
        }

        if (best.Width == 1)
        {
            notes.Add("no delimiter was recognised (comma, tab, semicolon, bar, blanks): one column");
        }

        return best.Dialect;
    }

    private CsvBlock Look(TextBlocks blocks, CsvDialect dialect)
    {
        var block = new CsvBlock();
        new CsvTokenizer(dialect, path, hasHeader: false).Read(blocks.Buffer, blocks.Length, blocks.IsLast, 0, block);
        return block;
    }

    /// <summary>The share of records with the most common number of fields, and that number. Where the first record has another number, the header was not split as the rows were, and the share counts for less.</summary>
    private static (double Share, int Width) Fit(CsvBlock block)
    {
        if (block.Records == 0)
        {
            return (0, 1);
        }

        int width = block.CommonWidth(), looked = Math.Min(block.Records, 1000), same = 0;
        for (int r = 0; r < looked; r++)
        {
            same += block.Record(r).Length == width ? 1 : 0;
        }

        return (((double)same / (looked + block.Rejected.Count)) - (block.Record(0).Length == width ? 0 : 0.05), width);
    }

    private int Preamble(CsvBlock block, ReadOnlySpan<byte> buffer) =>
        block.Records > 0 && FirstOfTable(block, buffer, block.CommonWidth()) is > 0 and var first && first < block.Records ? (int)block.Lines[first] - 1 : 0;

    /// <summary>The first record that is neither a title, which is one field over a table of several, nor a comment, which begins with #.</summary>
    private int FirstOfTable(CsvBlock block, ReadOnlySpan<byte> buffer, int width)
    {
        int most = width > 1 ? Math.Min(block.Records, MostPreamble) : 0;
        for (int first = 0; first < most; first++)
        {
            int fields = block.Record(first).Length;
            if (BeginsWithHash(block, buffer, first) ? fields == width && !HeaderFollows(block, buffer, first, width) : fields == width || fields > 1)
            {
                return first;
            }
        }

        return 0;
    }

    /// <summary>A line that begins with # and is as wide as the table may be the header itself (#chrom,start,end). It is a comment where names follow, and after them a row that is no names.</summary>
    private bool HeaderFollows(CsvBlock block, ReadOnlySpan<byte> buffer, int comment, int width)
    {
        int next = comment + 1;
        while (next < block.Records && BeginsWithHash(block, buffer, next))
        {
            next++;
        }

        return options.HasHeader != false && next + 1 < block.Records && block.Record(next).Length == width
            && CsvHeader.IsLikely(Cells(block, buffer, next), missing) && !CsvHeader.IsLikely(Cells(block, buffer, next + 1), missing);
    }

    private static bool BeginsWithHash(CsvBlock block, ReadOnlySpan<byte> buffer, int record) =>
        block.Record(record)[0] is { Length: > 0 } first && buffer[first.Start] == (byte)'#';

    private static string[] Cells(CsvBlock block, ReadOnlySpan<byte> buffer, int record)
    {
        ReadOnlySpan<CsvField> fields = block.Record(record);
        string[] cells = new string[fields.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = CsvText.Decode(buffer, fields[i]);
        }

        return cells;
    }
}
