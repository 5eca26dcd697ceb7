using System.Globalization;
using System.Text;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Sources.Csv;

/// <summary>How a file of delimited text is to be read, as found out from its sample. Reading another file, or the rest of this one, with it infers nothing anew.</summary>
public sealed record CsvProfile
{
    private const int MostListed = 60;

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>Encoding, by its web name.</summary>
    public required string EncodingName { get; init; }

    /// <summary>Delimiter.</summary>
    public required char Delimiter { get; init; }

    /// <summary>Whether the first record holds names.</summary>
    public required bool HasHeader { get; init; }

    /// <summary>The columns in order.</summary>
    public required IReadOnlyList<CsvColumn> Columns { get; init; }

    /// <summary>Data rows looked at.</summary>
    public required long SampledRows { get; init; }

    /// <summary>Whether the sample is the whole file.</summary>
    public required bool SampledAll { get; init; }

    /// <summary>Records of the sample that cannot be read, for example ragged ones.</summary>
    public long RejectedInSample { get; init; }

    /// <summary>What was found out, passed over or changed, where it could be otherwise; counts are those of the sample.</summary>
    public IReadOnlyList<IngestionNote> Notes { get; init; } = [];

    /// <summary>Names and kinds.</summary>
    public RowSchema Schema => new(Columns.Select(c => new Column(c.Name, c.Kind)));

    /// <summary>What structures the file.</summary>
    internal CsvDialect Dialect { get; init; } = new() { Delimiter = (byte)',' };

    /// <summary>Encoding that the options named.</summary>
    internal Encoding? Encoding { get; init; }

    /// <summary>Names of all columns of the file, those that are not taken included.</summary>
    internal IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Looks at a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What is known already; null finds all out.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="IngestionException">There is no such file, it is empty, holds only a header, or is not text.</exception>
    public static Task<CsvProfile> ReadAsync(string path, CsvOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new CsvProfiler(path, (options ?? new CsvOptions()).Checked(nameof(options))).RunAsync(cancellationToken);
    }

    /// <summary>The column of a name; where there is none, the one whose name differs in case, blanks or quotes only.</summary>
    /// <param name="column">Its name, or what the header has.</param>
    /// <exception cref="IngestionException">There is none; the message lists the columns and names the nearest.</exception>
    public CsvColumn Require(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        string bare = column.Trim(' ', '\t', '"', '\'');
        CsvColumn[] alike = [.. Columns.Where(c => string.Equals(c.Name.Trim('"', '\''), bare, StringComparison.OrdinalIgnoreCase))];
        if ((Columns.FirstOrDefault(c => c.Name == column) ?? Columns.FirstOrDefault(c => c.Header == column) ?? (alike.Length == 1 ? alike[0] : null)) is { } found)
        {
            return found;
        }

        string[] names = [.. Columns.Select(c => c.Name)];
        string? near = NearestName.Of(column, names);
        throw new IngestionException(
            $"There is no column '{column}' in {Path}.{(near is null ? "" : $" Did you mean '{near}'?")} Columns: {string.Join(", ", names.Take(MostListed).Select(HeaderNames.Shorten))}{(names.Length > MostListed ? $" and {names.Length - MostListed} more" : "")}.");
    }

    /// <summary>As a table for people.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        CultureInfo invariant = CultureInfo.InvariantCulture;
        string delimiter = Delimiter == '\t' ? "tab" : Delimiter == ' ' ? "blanks" : $"'{Delimiter}'";
        text.AppendLine(invariant, $"{Path}: {EncodingName}, delimiter {delimiter}, {(HasHeader ? "header" : "no header")}, {Columns.Count} columns, kinds from {(SampledAll ? "all" : "the first")} {SampledRows:N0} rows{(RejectedInSample > 0 ? $" ({RejectedInSample:N0} unreadable)" : "")}");
        int width = Math.Clamp(Columns.Max(c => c.Name.Length), 6, 40);
        text.AppendLine(invariant, $"  {"column".PadRight(width)}  {"kind",-8}{"missing",9}{"distinct",10}  examples");
        foreach (CsvColumn column in Columns)
        {
            double share = column.Present + column.Missing == 0 ? 0 : (double)column.Missing / (column.Present + column.Missing);
            string distinct = column.Distinct >= 1000 ? "1000+" : column.Distinct.ToString(invariant);
            string examples = string.Join(", ", column.Examples.Select(e => e.Length > 20 ? e[..19] + "…" : e));
            text.AppendLine(invariant, $"  {column.Name.PadRight(width)}  {column.Kind.ToString().ToLowerInvariant(),-8}{share,9:0.0%}{distinct,10}  {examples}{(column.Note is null ? "" : $"  ({column.Note})")}");
        }

        foreach (IngestionNote note in Notes)
        {
            text.AppendLine(invariant, $"  note: {note}");
        }

        return text.ToString();
    }
}
