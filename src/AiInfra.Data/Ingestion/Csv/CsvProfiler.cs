using System.Text;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion.Csv;

/// <summary>Finds out how a file is to be read: encoding, line end, delimiter, header, names, kinds, in this order.</summary>
internal sealed class CsvProfiler(string path, CsvOptions options)
{
    private readonly List<string> _notes = [];
    private readonly MissingSet _missing = new(options.Missing);

    public async Task<CsvProfile> RunAsync(CancellationToken cancellationToken)
    {
        TextEncoding encoding = await TextEncoding.DetectAsync(path, options.Encoding, cancellationToken).ConfigureAwait(false);
        if (encoding.Note is not null)
        {
            _notes.Add(encoding.Note);
        }

        CsvDialect dialect = await new CsvDialectFinder(path, options, _missing, _notes).FindAsync(encoding, cancellationToken).ConfigureAwait(false);
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
                columns = block.CommonWidth();
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
        bool hasHeader = options.HasHeader ?? CsvHeader.IsLikely(first, _missing);
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
}
