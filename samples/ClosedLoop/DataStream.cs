using System.Runtime.CompilerServices;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Ingestion.Csv;
using AiInfra.Training.Models;

namespace ClosedLoop;

/// <summary>A file as a stream: what its columns are is found out from the first part alone, the rest is read as it would have come.</summary>
internal sealed class DataStream
{
    private DataStream(string path, CsvProfile profile, string target, TabularTask task, long rows, int warmUpRows)
    {
        Path = path;
        Profile = profile;
        Target = target;
        Task = task;
        Rows = rows;
        WarmUpRows = warmUpRows;
    }

    public string Path { get; }

    public CsvProfile Profile { get; }

    public string Target { get; }

    public TabularTask Task { get; }

    /// <summary>Rows of the file, unreadable ones included.</summary>
    public long Rows { get; }

    /// <summary>Readable rows of the first part.</summary>
    public int WarmUpRows { get; }

    /// <summary>The file, cells that do not fit their column becoming missing.</summary>
    public CsvSource Source => new(Path, Profile, new CsvOptions { Misfits = MisfitCell.Missing });

    public static async Task<DataStream> OpenAsync(string path, string target, TabularTask? task, double warmUp, CancellationToken cancellationToken)
    {
        long rows = 0;
        await foreach (SourceBatch batch in new CsvSource(path, new CsvOptions { SampleRows = 100, Misfits = MisfitCell.Missing }).ReadAsync(cancellationToken))
        {
            rows += batch.Rows.Count + batch.Rejected.Count;
        }

        int first = (int)(rows * warmUp);
        if (first < 50)
        {
            throw new UsageException($"{path} has {rows} rows; a first part of {warmUp:P0} is {first} rows. 50 are the least to learn from.");
        }

        CsvProfile profile = await CsvProfile.ReadAsync(path, new CsvOptions { SampleRows = first }, cancellationToken);
        CsvColumn column = profile.Columns.FirstOrDefault(c => c.Name == target)
            ?? profile.Columns.FirstOrDefault(c => string.Equals(c.Header?.Trim(), target, StringComparison.OrdinalIgnoreCase) || string.Equals(c.Name, target, StringComparison.OrdinalIgnoreCase))
            ?? throw new UsageException($"There is no column '{target}' in {path}. Columns: {string.Join(", ", profile.Columns.Select(c => c.Name))}.");
        if (column.Distinct < 2)
        {
            throw new UsageException($"Column '{column.Name}' has {column.Distinct} distinct value(s) in the first {first} rows: there is nothing to tell apart. Take another column, or a larger --warm-up.");
        }

        TabularTask found = task ?? (column.Kind is ValueKind.Text or ValueKind.Boolean || column.Distinct <= 20 ? TabularTask.Classification : TabularTask.Regression);
        return found == TabularTask.Regression && column.Kind != ValueKind.Number
            ? throw new UsageException($"Column '{column.Name}' holds {column.Kind} values: a regression needs numbers.")
            : found == TabularTask.Classification && column.Distinct > 500
                ? throw new UsageException($"Column '{column.Name}' has {column.Distinct} or more distinct values: too many classes. Use --task regression, or another column.")
                : new DataStream(path, profile, column.Name, found, rows, first);
    }

    /// <summary>The rows after the first part; null stands for one that can't be read.</summary>
    public async IAsyncEnumerable<Row?> AfterWarmUpAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        int left = WarmUpRows;
        long lastLine = -1;
        await foreach (SourceBatch batch in Source.ReadAsync(cancellationToken))
        {
            int skip = Math.Min(left, batch.Rows.Count);
            left -= skip;
            if (skip > 0)
            {
                lastLine = batch.Rows.Lines?[skip - 1] ?? lastLine;
            }

            if (left > 0)
            {
                continue;
            }

            foreach (RejectedRow rejected in batch.Rejected)
            {
                if (rejected.Line > lastLine)
                {
                    yield return null;
                }
            }

            for (int i = skip; i < batch.Rows.Count; i++)
            {
                yield return batch.Rows.Row(i);
            }
        }
    }
}
