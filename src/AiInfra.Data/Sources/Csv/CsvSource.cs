using System.Runtime.CompilerServices;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Sources.Csv;

/// <summary>Rows of a file of delimited text (RFC 4180, and the untidy relatives of it).</summary>
/// <remarks>The file is read to the length it has when the reading begins. A line that is not whole then, because somebody is still writing it, is put aside as incomplete. A file that becomes shorter is an error; one that is deleted meanwhile is still read to its end where the system allows it.</remarks>
public sealed class CsvSource : IRowSource
{
    private readonly CsvOptions _options;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private CsvProfile? _profile;

    /// <summary>Reads a file as its own sample says.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What is known already; null finds all out.</param>
    public CsvSource(string path, CsvOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _options = options?.Clone() ?? new CsvOptions();
        _options.Validate();
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
            var parser = new CsvBatchParser(profile.Columns, profile.Names.Count, Name, profile.Dialect, _options, converted: !encoding.IsUtf8);
            var block = new CsvBlock();
            bool isFirst = true;
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

            if (isFirst)
            {
                throw new IngestionException($"'{Name}' holds no rows.");
            }
        }
    }

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

        string[] names = ColumnNames.Clean(header, profile.Names.Count, []);
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i] != profile.Names[i])
            {
                throw new IngestionException(
                    $"'{Name}' has other columns than expected: column {i + 1} is '{ColumnNames.Shorten(names[i])}' instead of '{ColumnNames.Shorten(profile.Names[i])}'. Expected: {string.Join(", ", profile.Names.Take(60).Select(ColumnNames.Shorten))}.");
            }
        }
    }
}
