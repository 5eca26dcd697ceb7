using System.Runtime.CompilerServices;
using AiInfra.Core.Rows;
using AiInfra.Data.Cells;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Csv;
using AiInfra.Training.Tabular;

namespace ClosedLoop;

/// <summary>A file as a stream: what its columns are is found out from the first part alone, the rest is read as it would have come.</summary>
internal sealed class DataStream
{
    private const int LeastRows = 50;
    private const double UsualShare = 0.2;

    private DataStream(string path, CsvProfile profile, string target, long rows, int warmUpRows)
    {
        Path = path;
        Profile = profile;
        Target = target;
        Rows = rows;
        WarmUpRows = warmUpRows;
    }

    public string Path { get; }

    public CsvProfile Profile { get; }

    public string Target { get; }

    /// <summary>What is learned, and which rule said so.</summary>
    public TaskChoice Choice { get; private set; } = new(default, "");

    public ModelTask Task => Choice.Task;

    /// <summary>Rows of the file, unreadable ones included.</summary>
    public long Rows { get; }

    /// <summary>Readable rows of the first part.</summary>
    public int WarmUpRows { get; }

    /// <summary>The file, cells that do not fit their column becoming missing.</summary>
    public CsvSource Source => new(Path, Profile, new CsvOptions { Misfits = MisfitCell.Missing });

    /// <summary>Whether a cell of the target's column says something: rows without a label can be answered, not learned from.</summary>
    public static bool IsLabel(Value value) => !value.IsMissing && (value.Kind != ValueKind.Number || double.IsFinite(value.AsNumber()));

    public static async Task<DataStream> OpenAsync(string path, string target, RunOptions options, CancellationToken cancellationToken)
    {
        long rows = 0;
        await foreach (SourceBatch batch in new CsvSource(path, options.Csv(100, MisfitCell.Missing)).ReadAsync(cancellationToken))
        {
            rows += batch.Rows.Count + batch.Rejected.Count;
        }

        int first = options.WarmUp is { } share ? (int)(rows * share) : Math.Max(LeastRows, (int)(rows * UsualShare));
        if (first < LeastRows || first >= rows)
        {
            throw new UsageException($"{path} has {rows} rows, and the first part is {first} of them: {LeastRows} are the least to learn from, and some must be left to answer.");
        }

        CsvOptions reading = options.Csv(first, MisfitCell.RejectRow);
        CsvProfile profile = await CsvProfile.ReadAsync(path, reading, cancellationToken);
        if (options.Drop.Count > 0)
        {
            string[] dropped = [.. options.Drop.Select(d => Column(profile, d).Name)];
            reading.Columns = [.. profile.Columns.Select(c => c.Name).Except(dropped)];
            profile = await CsvProfile.ReadAsync(path, reading, cancellationToken);
        }

        CsvColumn column = Column(profile, target);
        return await new DataStream(path, profile, column.Name, rows, first).ChosenAsync(column, options.Task, cancellationToken);
    }

    private static CsvColumn Column(CsvProfile profile, string target)
    {
        try
        {
            return profile.Require(target);
        }
        catch (IngestionException e)
        {
            throw new UsageException(e.Message);
        }
    }

    /// <summary>The library's rule, on the labels of the first part.</summary>
    private async Task<DataStream> ChosenAsync(CsvColumn column, ModelTask? asked, CancellationToken cancellationToken)
    {
        if (column.Distinct < 2)
        {
            throw new UsageException($"Column '{column.Name}' has {(column.Distinct == 0 ? "no value" : $"one value only, '{column.Examples[0]}',")} in the first {WarmUpRows} rows: there is nothing to tell apart. Take another column or a larger --warm-up, and shuffle the file if it is sorted.");
        }

        if (asked == ModelTask.Regression && column.Kind != ValueKind.Number)
        {
            throw new UsageException($"Column '{column.Name}' holds {column.Kind.ToString().ToLowerInvariant()} such as '{column.Examples[0]}'{(column.Note is null ? "" : $" ({column.Note})")}: a regression needs numbers.");
        }

        List<Value> labels = [];
        await foreach (SourceBatch batch in Source.ReadAsync(cancellationToken))
        {
            int at = batch.Rows.Schema.Require(column.Name);
            for (int i = 0; i < batch.Rows.Count && labels.Count < WarmUpRows; i++)
            {
                labels.Add(batch.Rows.Row(i)[at] is var label && IsLabel(label) ? label : Value.Missing);
            }

            if (labels.Count >= WarmUpRows)
            {
                break;
            }
        }

        try
        {
            Choice = TaskChoice.Of(column.Name, labels, asked);
            return this;
        }
        catch (TabularException e)
        {
            throw new UsageException($"{e.Message} Here it is said with --task.");
        }
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
