using System.Text;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion.Csv;

/// <summary>Finds out how a file is to be read: encoding, line end, delimiter, header, names, kinds, in this order.</summary>
internal sealed class CsvProfiler(string path, CsvOptions options)
{
    private static readonly byte[] s_delimiters = [(byte)',', (byte)'\t', (byte)';', (byte)'|'];

    private const int MostPreamble = 50;

    private readonly List<string> _notes = [];
    private readonly MissingSet _missing = new(options.Missing);

    public async Task<CsvProfile> RunAsync(CancellationToken cancellationToken)
    {
        TextEncoding encoding = await TextEncoding.DetectAsync(path, options.Encoding, cancellationToken).ConfigureAwait(false);
        if (encoding.Note is not null)
        {
            _notes.Add(encoding.Note);
        }

        CsvDialect dialect = await DialectAsync(encoding, cancellationToken).ConfigureAwait(false);
        CsvRecords records = await CsvRecords.OpenAsync(path, encoding, dialect, hasHeader: true, cancellationToken).ConfigureAwait(false);
        await using (records.ConfigureAwait(false))
        {
            return await SampleAsync(records, encoding, dialect, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<CsvProfile> SampleAsync(CsvRecords records, TextEncoding encoding, CsvDialect dialect, CancellationToken cancellationToken)
    {
        var block = new CsvBlock();
        KindEvidence[] evidence = [];
        int columns = 0;
        long sampled = 0, rejected = 0;
        bool all = true;
        byte[] scratch = [];
        RejectedRow? firstRejected = null;
        while (all && await records.NextAsync(block, 0, cancellationToken).ConfigureAwait(false))
        {
            rejected += block.Rejected.Count;
            firstRejected ??= block.Rejected.FirstOrDefault();
            if (columns == 0 && block.Records > 0)
            {
                columns = CommonWidth(block);
                evidence = [.. Enumerable.Range(0, columns).Select(_ => new KindEvidence(_missing, dialect.Delimiter != (byte)','))];
            }

            for (int r = 0; r < block.Records; r++)
            {
                if (sampled == options.SampleRows)
                {
                    all = false;
                    break;
                }

                ReadOnlySpan<CsvField> record = block.Record(r);
                if (record.Length != columns)
                {
                    rejected++;
                    continue;
                }

                for (int c = 0; c < columns; c++)
                {
                    evidence[c].Add(CsvText.Bytes(records.Buffer, record[c], ref scratch));
                }

                sampled++;
            }
        }

        if (records.Header is not { } first)
        {
            throw new IngestionException(firstRejected is null
                ? $"'{path}' holds no records, only blank lines."
                : $"'{path}' holds no readable record. The first problem: line {firstRejected.Line}: {firstRejected.Detail}.");
        }

        return Finish(first, evidence, columns, sampled, rejected, all, encoding, dialect);
    }

    private CsvProfile Finish(string[] first, KindEvidence[] evidence, int columns, long sampled, long rejected, bool all, TextEncoding encoding, CsvDialect dialect)
    {
        bool hasHeader = options.HasHeader ?? LooksLikeHeader(first);
        if (!hasHeader)
        {
            if (columns == 0)
            {
                columns = first.Length;
                evidence = [.. Enumerable.Range(0, columns).Select(_ => new KindEvidence(_missing, dialect.Delimiter != (byte)','))];
            }

            for (int c = 0; c < columns && first.Length == columns; c++)
            {
                evidence[c].Add(Encoding.UTF8.GetBytes(first[c]));
            }

            sampled += first.Length == columns ? 1 : 0;
            _notes.Add(options.HasHeader is null ? "no header was recognised; the columns are named by position" : "no header, as the options say; the columns are named by position");
        }

        if (sampled == 0)
        {
            throw new IngestionException($"'{path}' holds a header ({string.Join(", ", first.Take(20))}) and no rows{(rejected > 0 ? $" that can be read ({rejected} were unreadable)" : "")}.");
        }

        if (hasHeader && first.Length > columns)
        {
            _notes.Add($"the header has {first.Length} names, the rows {columns} fields: the last {first.Length - columns} names were left out ({string.Join(", ", first.Skip(columns).Take(5))})");
        }

        string[] names = ColumnNames.Clean(hasHeader ? first : [], columns, _notes);
        var found = new CsvColumn[columns];
        for (int c = 0; c < columns; c++)
        {
            KindDecision decision = evidence[c].Decide(options.MisfitTolerance);
            bool isGiven = options.Kinds.TryGetValue(names[c], out ValueKind given);
            if (isGiven || options.KindOf?.Invoke(names[c]) is not null)
            {
                ValueKind kind = isGiven ? given : options.KindOf!(names[c])!.Value;
                decision = new KindDecision(kind, evidence[c].FormatOf(kind), 0, isGiven ? "kind given" : "kind of the record's property");
            }

            found[c] = new CsvColumn(names[c], decision.Kind)
            {
                Format = decision.Format,
                Header = hasHeader && c < first.Length ? first[c] : null,
                Present = evidence[c].Present,
                Missing = evidence[c].Missing,
                Misfits = decision.Misfits,
                Distinct = evidence[c].Distinct,
                Examples = evidence[c].Examples,
                Note = decision.Note,
            };
        }

        string[] unknown = [.. options.Kinds.Keys.Except(names)];
        if (unknown.Length > 0)
        {
            throw new IngestionException($"Kinds are given for columns that '{path}' does not have: {string.Join(", ", unknown)}. Its columns: {string.Join(", ", names)}.");
        }

        return new CsvProfile
        {
            Path = path,
            EncodingName = encoding.Encoding.WebName,
            Delimiter = (char)dialect.Delimiter,
            HasHeader = hasHeader,
            Columns = found,
            SampledRows = sampled,
            SampledAll = all,
            RejectedInSample = rejected,
            Notes = _notes,
            NewLine = dialect.NewLine,
            Preamble = dialect.Preamble,
        };
    }

    /// <summary>The most common number of fields; of equally common ones the larger.</summary>
    private static int CommonWidth(CsvBlock block)
    {
        var counts = new Dictionary<int, int>();
        for (int r = 0; r < Math.Min(block.Records, 1000); r++)
        {
            int width = block.Record(r).Length;
            counts[width] = counts.GetValueOrDefault(width) + 1;
        }

        return counts.OrderByDescending(p => p.Value).ThenByDescending(p => p.Key).First().Key;
    }

    /// <summary>A header's cells are names: no numbers, times, booleans or missing markers beside an empty one.</summary>
    private bool LooksLikeHeader(string[] first)
    {
        bool any = false;
        foreach (string cell in first)
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(cell);
            if (utf8.Length == 0)
            {
                continue;
            }

            if (CellParser.TryNumber(utf8, out _) || CellParser.TryInstant(utf8, out _) || CellParser.TryBoolean(utf8, out _) || _missing.Contains(utf8))
            {
                return false;
            }

            any = true;
        }

        return any;
    }

    private async Task<CsvDialect> DialectAsync(TextEncoding encoding, CancellationToken cancellationToken)
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
                    _notes.Add("lines end in carriage returns");
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
                _notes.Add($"{preamble} lines before the table were passed over");
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
            _notes.Add("no delimiter was recognised (comma, tab, semicolon, bar, blanks): one column");
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

        int width = CommonWidth(block), looked = Math.Min(block.Records, 1000), same = 0;
        for (int r = 0; r < looked; r++)
        {
            same += block.Record(r).Length == width ? 1 : 0;
        }

        return (((double)same / (looked + block.Rejected.Count)) - (block.Record(0).Length == width ? 0 : 0.05), width);
    }

    private static int Preamble(CsvBlock block, ReadOnlySpan<byte> buffer) =>
        block.Records > 0 && FirstOfTable(block, buffer, CommonWidth(block)) is > 0 and var first && first < block.Records ? (int)block.Lines[first] - 1 : 0;

    /// <summary>The first record that is neither a title, which is one field over a table of several, nor a comment, which begins with # and is not as wide as the table.</summary>
    private static int FirstOfTable(CsvBlock block, ReadOnlySpan<byte> buffer, int width)
    {
        int most = width > 1 ? Math.Min(block.Records, MostPreamble) : 0;
        for (int first = 0; first < most; first++)
        {
            ReadOnlySpan<CsvField> record = block.Record(first);
            bool comment = record[0].Length > 0 && buffer[record[0].Start] == (byte)'#';
            if (record.Length == width || (record.Length > 1 && !comment))
            {
                return first;
            }
        }

        return 0;
    }
}
