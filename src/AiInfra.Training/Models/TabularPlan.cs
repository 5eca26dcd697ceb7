using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Training.Loading;
using AiInfra.Training.Tabular;

namespace AiInfra.Training.Models;

/// <summary>A table made ready to be learned: split, encoded, targets as numbers. Holds none of the rows that it was made of but a few for the check of exports. Owns its tensors.</summary>
internal sealed class TabularPlan : IDisposable
{
    private readonly EncodedTable _table;
    private readonly EncodedTable? _judges;
    private readonly float[]? _weights;

    // Numbers of the rows that are learned from and of those that judge; null where all are learned from.
    private readonly (long[] Training, long[] Validation)? _split;

    private TabularPlan(TableEncoder encoder, LabelEncoder? labels, TargetScaler? scaler, EncodedTable table, (long[], long[])? split, EncodedTable? judges, float[]? weights)
    {
        Encoder = encoder;
        Labels = labels;
        Scaler = scaler;
        _table = table;
        _split = split;
        _judges = judges;
        _weights = weights;
    }

    public TableEncoder Encoder { get; }

    public LabelEncoder? Labels { get; }

    public TargetScaler? Scaler { get; }

    /// <summary>Rows that are learned from.</summary>
    public int TrainingRows => _split?.Training.Length ?? _table.Rows;

    /// <summary>Rows that are learned from or judge.</summary>
    public int AllRows => _table.Rows;

    public bool HasValidation => _split is not null || _judges is not null;

    public required int WithoutTarget { get; init; }

    /// <summary>Whether rows said to be in order of time are sorted by their target, so that drawn ones judge instead of the newest.</summary>
    public required bool IsSorted { get; init; }

    /// <summary>A few of the rows, for the check of exports.</summary>
    public required IReadOnlyList<Row> Sample { get; init; }

    /// <summary>Of a classification, weights that make all classes count alike: rows / (classes x rows of the class).</summary>
    public required float[] ClassWeights { get; init; }

    public static TabularPlan Of(RowBatch given, string target, ModelTask task, TabularFit fit, TabularOptions options, int leastValidation)
    {
        int[] rows = TargetRows.Of(given, target, fit.Weights);
        ColumnData targets = given[target].Take(rows);
        TargetRows.CheckKind(targets, target, task);
        int held = fit.Validation is not null ? 0 : (int)(rows.Length * options.ValidationShare);
        held = held < leastValidation ? 0 : held;
        bool[] judging = held == 0 ? new bool[rows.Length] : ValidationRows.Of(targets, task, held, options.Order, options.Seed);
        int[] learned = Numbers(judging, false);
        RowSchema features = fit.Features ?? given.Schema.Without(target);
        TableEncoder encoder = fit.Encoder ?? fit.WarmStart?.Encoder ?? TableEncoder.Fit(features, RowBlocks.Of(given, Array.ConvertAll(learned, i => rows[i])), options.Encoding);
        LabelEncoder? labels = task == ModelTask.Classification ? Classes(fit, targets.AsValues()) : null;
        TargetScaler? scaler = task == ModelTask.Regression ? fit.WarmStart?.Scaler ?? TargetScaler.Fit(learned.Select(i => targets[i].AsNumber())) : null;
        EncodedTable table = EncodedTable.Of(given, rows, targets, encoder, labels, scaler);
        try
        {
            return new TabularPlan(
                encoder,
                labels,
                scaler,
                table,
                held == 0 ? null : (Array.ConvertAll(learned, i => (long)i), Array.ConvertAll(Numbers(judging, true), i => (long)i)),
                fit.Validation is { Count: > 0 } own ? Judges(RowBatch.Of(own), target, encoder, labels, scaler) : null,
                fit.Weights is { } weights ? Array.ConvertAll(rows, i => weights[i]) : null)
            {
                IsSorted = held > 0 && options.Order == RowOrder.Time && ValidationRows.IsSorted(targets, task, held),
                WithoutTarget = given[target].MissingCount(),
                Sample = [.. learned.Where((_, i) => i % Math.Max(1, learned.Length / 64) == 0).Take(64).Select(i => given.Row(rows[i]))],
                ClassWeights = labels is null ? [] : TargetRows.ClassWeights([.. learned.Select(i => labels.Encode(targets[i]))], labels.Count),
            };
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    public bool SameClassesAs(TabularModel earlier) => Labels is null || (earlier.Labels is { } theirs && theirs.Classes.SequenceEqual(Labels.Classes));

    /// <summary>Batches of the rows that are learned from; of all of them where those that judge are learned from too.</summary>
    public TensorSource Training(bool all, int batchSize, long seed, bool dropLast) =>
        _table.Source(batchSize, seed, all ? null : _split?.Training, Weights(all ? null : _split?.Training), dropLast);

    /// <summary>Batches of the rows that judge, in their order; null where there are none.</summary>
    public TensorSource? Validation(int batchSize) => _judges is not null
        ? _judges.Source(batchSize, null)
        : _split is { } split ? _table.Source(batchSize, null, split.Validation, Weights(split.Validation)) : null;

    public void Dispose()
    {
        _table.Dispose();
        _judges?.Dispose();
    }

    private float[]? Weights(long[]? part) => part is null || _weights is null ? _weights : Array.ConvertAll(part, i => _weights[i]);

    private static EncodedTable? Judges(RowBatch given, string target, TableEncoder encoder, LabelEncoder? labels, TargetScaler? scaler)
    {
        ColumnData targets = given[target];
        int[] rows = [.. Enumerable.Range(0, given.Count).Where(i => labels is null ? !targets.IsMissing(i) : labels.IndexOf(targets[i]) >= 0)];
        return rows.Length == 0 ? null : EncodedTable.Of(given, rows, targets.Take(rows), encoder, labels, scaler);
    }

    private static int[] Numbers(bool[] marked, bool mark) => [.. Enumerable.Range(0, marked.Length).Where(i => marked[i] == mark)];

    private static LabelEncoder Classes(TabularFit fit, IEnumerable<Value> seen)
    {
        if (fit.Classes is { } given)
        {
            return new LabelEncoder(given);
        }

        // An earlier model's classes stay in their places, new ones come after them.
        return fit.WarmStart?.Labels is { } earlier
            ? new LabelEncoder(earlier.Classes.Concat(seen.Where(v => earlier.IndexOf(v) < 0).Distinct()))
            : LabelEncoder.Fit(seen);
    }
}
