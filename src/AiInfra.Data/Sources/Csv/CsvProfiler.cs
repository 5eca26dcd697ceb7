using AiInfra.Core.Rows;
using AiInfra.Data.Cells;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Files;

namespace AiInfra.Data.Sources.Csv;

/// <summary>Finds out how a file is to be read: encoding, line end, delimiter, header, names, kinds, in this order.</summary>
internal sealed class CsvProfiler(string path, CsvOptions options)
{
    private readonly List<IngestionNote> _notes = [];

    public async Task<CsvProfile> RunAsync(CancellationToken cancellationToken)
    {
        TextEncoding encoding = await TextEncoding.DetectAsync(path, options.Encoding, cancellationToken).ConfigureAwait(false);
        if (encoding.Note is not null)
        {
            _notes.Add(new(IngestionNoteKind.Encoding, encoding.Note) { IsGuess = encoding.IsGuess });
        }

        CsvDialect dialect = await new CsvDialectFinder(path, options, _notes).FindAsync(encoding, cancellationToken).ConfigureAwait(false);
        CsvRecords records = await CsvRecords.OpenAsync(path, encoding, dialect, hasHeader: true, cancellationToken).ConfigureAwait(false);
        await using (records.ConfigureAwait(false))
        {
            return Finish(await SampleAsync(records, dialect, cancellationToken).ConfigureAwait(false), encoding, dialect);
        }
    }

    private async Task<CsvSample> SampleAsync(CsvRecords records, CsvDialect dialect, CancellationToken cancellationToken)
    {
        var block = new CsvBlock();
        CsvSample? sample = null;
        long rejected = 0;
        RejectedRow? firstRejected = null;
        while (sample is not { IsAll: false } && await records.NextAsync(block, 0, cancellationToken).ConfigureAwait(false))
        {
            rejected += block.Rejected.Count;
            firstRejected ??= block.Rejected.FirstOrDefault();
            if (records.Header is { } first)
            {
                sample ??= new CsvSample(options, dialect, first);
            }

            if (sample is { Columns.Length: 0 } && block.Records > 0)
            {
                sample.Begin(block, records.Buffer);
            }

            for (int r = 0; r < block.Records; r++)
            {
                if (sample!.Rows == options.SampleRows)
                {
                    sample.IsAll = false;
                    break;
                }

                sample.Add(block, r, records.Buffer);
            }
        }

        sample ??= records.Header is { } only ? new CsvSample(options, dialect, only) : null;
        if (sample is null)
        {
            throw new IngestionException(firstRejected is null
                ? $"'{path}' holds no records, only blank lines."
                : $"'{path}' holds no readable record. The first problem: line {firstRejected.Line}: {firstRejected.Detail}.");
        }

        sample.Rejected += rejected;
        return sample;
    }

    private CsvProfile Finish(CsvSample sample, TextEncoding encoding, CsvDialect dialect)
    {
        // The second record may hold units; then it speaks for no kind, and not against a header.
        IngestionNote? units = options.HasHeader == false ? null : CsvUnits.Find(sample);
        if (units is null && sample.Second is { } row)
        {
            sample.AddRow(row);
        }

        bool hasHeader = HasHeader(sample);
        int afterHeader = hasHeader && units is not null ? 1 : 0;
        if (afterHeader > 0)
        {
            _notes.Add(units!);
        }
        else if (units is not null)
        {
            sample.AddRow(sample.Second!);
        }

        if (!hasHeader)
        {
            sample.AddFirst();
        }

        long rows = sample.Rows - afterHeader;
        if (rows == 0)
        {
            throw new IngestionException($"'{path}' holds a header ({string.Join(", ", sample.First.Take(20).Select(HeaderNames.Shorten))}) and no rows{(sample.Rejected > 0 ? $" that can be read ({sample.Rejected} were unreadable)" : "")}.");
        }

        int columns = sample.Columns.Length;
        string[] header = hasHeader ? Header(sample, columns) : [];
        var nameNotes = new List<string>();
        string[] names = HeaderNames.Clean(header, columns, nameNotes);
        _notes.AddRange(nameNotes.Select(n => new IngestionNote(IngestionNoteKind.Names, n) { IsGuess = header.Length > 0 && header.Length < columns }));
        CsvColumn[] found = Columns(sample, names, header);
        RequireKnown(names, options.Kinds.Keys, "Kinds");
        RequireKnown(names, options.MissingOf.Keys, "MissingOf");
        RequireKnown(names, options.Columns ?? [], "Columns");
        return new CsvProfile
        {
            Path = path,
            EncodingName = encoding.Encoding.WebName,
            Delimiter = (char)dialect.Delimiter,
            HasHeader = hasHeader,
            Columns = options.Columns is null ? found : [.. options.Columns.Select(n => found[Array.IndexOf(names, n)])],
            SampledRows = rows,
            SampledAll = sample.IsAll,
            RejectedInSample = sample.Rejected,
            Notes = _notes,
            Names = names,
            Encoding = options.Encoding,
            Dialect = dialect with { AfterHeader = afterHeader, PadsSingle = columns > 1 && found[0].Kind != ValueKind.Text },
        };
    }

    private bool HasHeader(CsvSample sample)
    {
        if (options.HasHeader is { } said)
        {
            if (!said)
            {
                _notes.Add(new(IngestionNoteKind.Header, "no header, as the options say; the columns are named by position"));
            }

            return said;
        }

        // A row of names alone, or of another width than the others, is a header.
        bool otherWidth = sample.First.Length != sample.Columns.Length;
        if (sample.Columns.Length == 0 || (otherWidth && CsvHeader.AreNames(sample.First, options.RulesOf())))
        {
            return CsvHeader.AreNames(sample.First, options.RulesOf());
        }

        string[] first = sample.First.Length == sample.Columns.Length - 1 ? ["", .. sample.First] : sample.First;
        var header = new CsvHeader(first, sample.Columns, sample.Counts);
        if (header.Why is { } why)
        {
            _notes.Add(new(IngestionNoteKind.Header, why) { IsGuess = header.IsGuess });
        }

        return header.IsHeader;
    }

    /// <summary>The names for all columns: shifted by one where the first column has none because it names the rows.</summary>
    private string[] Header(CsvSample sample, int columns)
    {
        string[] first = sample.First;
        if (first.Length > columns)
        {
            string[] left = [.. first.Skip(columns).Where(f => f.Length > 0)];
            if (left.Length > 0)
            {
                _notes.Add(new(IngestionNoteKind.Names, $"the header has {first.Length} names, the rows {columns} fields: the last {first.Length - columns} names were left out ({string.Join(", ", left.Take(5).Select(HeaderNames.Shorten))})") { IsGuess = true });
            }

            return first[..columns];
        }

        if (first.Length != columns - 1 || first.Length == 0)
        {
            return first;
        }

        KindEvidence front = sample.Columns[0];
        bool unique = front.Empty == 0 && front.Markers.Count == 0 && front.Present > 1 && front.Values.Values.All(n => n == 1);
        if (options.RowNames ?? unique)
        {
            _notes.Add(new(IngestionNoteKind.Names, $"the header has one name fewer than the rows have fields, and no value of the first field comes twice: it is the rows' own name, column '{CsvSample.RowName}'; say otherwise with RowNames"));
            return [CsvSample.RowName, .. first];
        }

        return options.RowNames == false
            ? first
            : throw new IngestionException($"The header of '{path}' has {first.Length} names, the rows have {columns} fields, and nothing tells which field has no name. Say RowNames = true (the first field), RowNames = false (the last), or HasHeader = false with SkipLines.");
    }

    private CsvColumn[] Columns(CsvSample sample, string[] names, string[] header)
    {
        var found = new CsvColumn[names.Length];
        var file = new FileMarks(options.Marks, sample.CommaParts, sample.Columns);
        CellFormat? order = options.DateOrder switch { DateOrder.DayFirst => CellFormat.DayFirst, DateOrder.MonthFirst => CellFormat.MonthFirst, _ => null };
        for (int c = 0; c < found.Length; c++)
        {
            KindEvidence evidence = sample.Columns[c];
            var judge = new KindJudge(evidence, file, options.MisfitTolerance, order);
            bool isGiven = options.Kinds.TryGetValue(names[c], out ValueKind given);
            ValueKind? kind = isGiven ? given : options.KindOf?.Invoke(names[c]);
            KindFinding finding = kind is { } known ? judge.As(known, isGiven ? "kind given" : "kind of the record's property") : judge.Decide();
            found[c] = new CsvColumn(names[c], finding.Kind)
            {
                Format = finding.Format,
                Header = c < header.Length ? header[c] : null,
                Unit = finding.Kind == ValueKind.Number && finding.Unit > 0 ? MarkedNumber.Unit(finding.Unit) : null,
                MissingTexts = finding.MissingToo,
                KeptTexts = finding.Kept,
                Present = evidence.Present - (finding.Missing - evidence.Empty - evidence.Markers.Values.Sum() is > 0 and var tokens ? tokens : 0),
                Missing = finding.Missing,
                Misfits = finding.Misfits,
                Distinct = evidence.Distinct - finding.MissingToo.Count + finding.Kept.Count,
                Examples = [.. evidence.Examples.Where(e => !finding.MissingToo.Contains(e))],
                Note = finding.Note,
                Marks = finding.Marks,
                UnitCode = finding.Unit,
                Codes = kind is null ? (evidence.Measures ? CodeNumbers.Measures : CodeNumbers.None) : isGiven ? CodeNumbers.All : CodeNumbers.LeadingZeros,
                KeepsDigits = options.HoldsDigits?.Invoke(names[c]) ?? false,
                IsOrderGiven = order is not null,
                Field = c,
            };
            _notes.AddRange(finding.Notes.Select(n => n with { Column = names[c] }));
            Count(found[c], evidence);
        }

        return found;
    }

    private void Count(CsvColumn column, KindEvidence evidence)
    {
        foreach ((string marker, long count) in evidence.Markers.Concat(evidence.Tokens.Where(t => column.MissingTexts.Contains(t.Key))))
        {
            if (!column.KeptTexts.Contains(marker))
            {
                _notes.Add(CsvNotes.Missing(column, marker, count));
            }
        }
    }

    private void RequireKnown(string[] names, IEnumerable<string> asked, string option)
    {
        string[] unknown = [.. asked.Except(names)];
        if (unknown.Length > 0)
        {
            string? near = NearestName.Of(unknown[0], names);
            throw new IngestionException($"{option} names columns that '{path}' does not have: {string.Join(", ", unknown)}.{(near is null ? "" : $" Did you mean '{near}'?")} Its columns: {string.Join(", ", names.Take(60).Select(HeaderNames.Shorten))}{(names.Length > 60 ? $" and {names.Length - 60} more" : "")}.");
        }
    }
}
