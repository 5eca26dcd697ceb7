using System.Runtime.CompilerServices;
using System.Text;
using AiInfra.Core.Rows;
using AiInfra.Data.Cells;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Files;

namespace AiInfra.Data.Sources.Csv;

/// <summary>Rows of a file of delimited text (RFC 4180, and the untidy relatives of it).</summary>
/// <remarks>The file is read to the length it has when the reading begins. A line that is not whole then, because somebody is still writing it, is put aside as incomplete. A file that becomes shorter is an error; one that is deleted meanwhile is still read to its end where the system allows it.</remarks>
public sealed class CsvSource : IResumableSource
{
    private const string Format = "csv/1";
    private static readonly TextEncoding s_utf8 = new(new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 0, null);
    private readonly CsvOptions _options;
    private readonly bool _isGiven;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private CsvProfile? _profile;

    /// <summary>Reads a file as its own sample says.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What is known already; null finds all out.</param>
    public CsvSource(string path, CsvOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _options = (options?.Clone() ?? new CsvOptions()).Checked(nameof(options));
        Name = path;
    }

    /// <summary>Reads a file with the columns and kinds of a profile made before, of the same file or of one like it. The header must name the same columns.</summary>
    /// <param name="path">The file.</param>
    /// <param name="profile">Columns and kinds.</param>
    /// <param name="options">How to treat cells; delimiter, header and kinds come from the profile.</param>
    public CsvSource(string path, CsvProfile profile, CsvOptions? options = null)
        : this(path, options)
    {
        ArgumentNullException.ThrowIfNull(profile);
        _profile = profile;
        _isGiven = true;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public long? Length => File.Exists(Name) ? new FileInfo(Name).Length : null;

    /// <summary>How the file is read; looks at the sample the first time.</summary>
    /// <exception cref="IngestionException">There is no such file, it is empty, holds only a header, or is not text.</exception>
    public async ValueTask<CsvProfile> GetProfileAsync(CancellationToken cancellationToken = default)
    {
        if (_profile is { } known)
        {
            return known;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _profile ??= await CsvProfile.ReadAsync(Name, _options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask<RowSchema> GetSchemaAsync(CancellationToken cancellationToken = default) =>
        (await GetProfileAsync(cancellationToken).ConfigureAwait(false)).Schema;

    /// <inheritdoc />
    public async IAsyncEnumerable<SourceBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        CsvProfile profile = await GetProfileAsync(cancellationToken).ConfigureAwait(false);
        TextEncoding encoding = await TextEncoding.DetectAsync(Name, _options.Encoding ?? profile.Encoding, cancellationToken).ConfigureAwait(false);
        CsvRecords records = await CsvRecords.OpenAsync(Name, encoding, profile.Dialect, profile.HasHeader, cancellationToken).ConfigureAwait(false);
        await using (records.ConfigureAwait(false))
        {
            bool any = false;
            await foreach (SourceBatch batch in BatchesAsync(records, profile, encoding, isFirst: true, cancellationToken).ConfigureAwait(false))
            {
                any = true;
                yield return batch;
            }

            if (!any)
            {
                throw new IngestionException($"'{Name}' holds no rows.");
            }
        }
    }

    /// <inheritdoc />
    /// <remarks>The file must be in UTF-8 and grow at its end only. It is read up to its last line end; what stands behind it comes with the next reading. What was found out of its beginning the first time stays.</remarks>
    public async IAsyncEnumerable<SourceBatch> ReadFromAsync(SourcePosition? position, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        GrowingFile? from = await GrowingFile.ResumeAsync(Name, Format, position, cancellationToken).ConfigureAwait(false);
        TextEncoding encoding = from is null ? await TextEncoding.DetectAsync(Name, _options.Encoding ?? _profile?.Encoding, cancellationToken, open: true).ConfigureAwait(false) : s_utf8;
        if (!encoding.IsUtf8)
        {
            throw new IngestionException($"'{Name}' is read as {encoding.Encoding.WebName}; only a file in UTF-8 can be continued, for in others the place of a row in bytes is not kept. Write it in UTF-8, or say Append() or Replace(). The dataset is unchanged.");
        }

        CsvProfile profile = await ProfileOfAsync(from?.Sample ?? _options.SampleRows, cancellationToken).ConfigureAwait(false);
        string form = FormOf(profile);
        from?.RequireForm(form, Name);
        CsvRecords records = await CsvRecords.ContinueAsync(Name, encoding, profile.Dialect, profile.HasHeader, from, cancellationToken).ConfigureAwait(false);
        await using (records.ConfigureAwait(false))
        {
            await foreach (SourceBatch batch in BatchesAsync(records, profile, encoding, from is null, cancellationToken).ConfigureAwait(false))
            {
                yield return batch;
            }

            var reached = new GrowingFile { Offset = records.Offset, Line = records.Line, Skip = records.Skipping, Blanks = records.Blanks, Sample = from?.Sample ?? (int)profile.SampledRows, Form = form };
            yield return new SourceBatch(RowBatch.Concat(profile.Schema, []), [], records.BytesRead)
            {
                Notes = GrowingFile.NotWhole(records.Left),
                Position = await reached.ToPositionAsync(Name, Format, cancellationToken).ConfigureAwait(false),
            };
        }
    }

    private async IAsyncEnumerable<SourceBatch> BatchesAsync(CsvRecords records, CsvProfile profile, TextEncoding encoding, bool isFirst, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parser = new CsvBatchParser(profile.Columns, profile.Names.Count, Name, profile.Dialect, _options, converted: !encoding.IsUtf8);
        var block = new CsvBlock();
        while (await records.NextAsync(block, profile.Names.Count, cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            SourceBatch batch = parser.Parse(records.Buffer, block, records.BytesRead);
            if (isFirst)
            {
                RequireSameHeader(profile, records.Header);
                isFirst = false;

                // What is counted comes with its batch.
                batch = batch with { Notes = [.. profile.Notes.Where(n => n.Kind != IngestionNoteKind.Missing || n.Count == 0), .. batch.Notes] };
            }

            yield return batch;
        }
    }

    /// <summary>The profile by the rows from which it was made when the file was first read, however long it is now.</summary>
    private async Task<CsvProfile> ProfileOfAsync(int rows, CancellationToken cancellationToken)
    {
        if (_profile is { } given && _isGiven)
        {
            return given;
        }

        CsvOptions options = _options.Clone();
        options.SampleRows = Math.Max(1, rows);
        options.Encoding ??= s_utf8.Encoding;
        return await CsvProfile.ReadAsync(Name, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Digest of what gives the cells their meaning. Kinds are not in it: a dataset refuses rows of other kinds.</summary>
    private static string FormOf(CsvProfile profile) => GrowingFile.FormOf([
        $"{profile.Dialect.Delimiter} {profile.Dialect.Quote} {profile.Dialect.Escape} {profile.Dialect.NewLine} {profile.HasHeader}",
        .. profile.Names,
        .. profile.Columns.Select(c => $"{c.Name} {c.Marks} {(c.Format is CellFormat.DayFirst or CellFormat.MonthFirst ? c.Format : "")} {c.Unit} {string.Join('|', c.MissingTexts)} {string.Join('|', c.KeptTexts)}")]);

    /// <inheritdoc />
    public IRowSource WithKinds(RequestedKinds kinds)
    {
        if (_profile is { } profile)
        {
            CsvColumn[] columns = [.. profile.Columns.Select(c => kinds.KindOf(c.Name) is { } kind && !_options.Kinds.ContainsKey(c.Name) ? As(c, kind, kinds.HoldsDigits(c.Name)) : c)];
            return new CsvSource(Name, profile with { Columns = columns }, _options);
        }

        CsvOptions options = _options.Clone();
        options.KindOf = kinds.KindOf;
        options.HoldsDigits = kinds.HoldsDigits;
        return new CsvSource(Name, options);
    }

    private static CsvColumn As(CsvColumn column, ValueKind kind, bool holdsDigits) => column with
    {
        Kind = kind,
        Format = kind == ValueKind.Boolean ? CellFormat.YesNo
            : kind == ValueKind.Number && column.Format is not (CellFormat.Marked or CellFormat.DecimalComma) ? (column.Marks == NumberMarks.Comma ? CellFormat.DecimalComma : CellFormat.Marked)
            : column.Format,
        Codes = column.Codes == CodeNumbers.All ? column.Codes : CodeNumbers.LeadingZeros,
        KeepsDigits = holdsDigits,
    };

    private void RequireSameHeader(CsvProfile profile, string[]? header)
    {
        if (header is null || !profile.HasHeader)
        {
            return;
        }

        if (header.Length == profile.Names.Count - 1 && profile.Names[0] == CsvSample.RowName)
        {
            header = [CsvSample.RowName, .. header];
        }

        string[] names = HeaderNames.Clean(header, profile.Names.Count, []);
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i] != profile.Names[i])
            {
                throw new IngestionException(
                    $"'{Name}' has other columns than expected: column {i + 1} is '{HeaderNames.Shorten(names[i])}' instead of '{HeaderNames.Shorten(profile.Names[i])}'. Expected: {string.Join(", ", profile.Names.Take(60).Select(HeaderNames.Shorten))}.");
            }
        }
    }
}
