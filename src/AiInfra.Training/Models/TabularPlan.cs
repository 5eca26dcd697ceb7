using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;

namespace AiInfra.Training.Models;

/// <summary>A table made ready to be learned: split, encoded, targets as numbers.</summary>
internal sealed class TabularPlan
{
    private readonly Lazy<EncodedTable> _all;
    private readonly IReadOnlyList<Row> _training;
    private readonly string _target;

    private TabularPlan(
        TableEncoder encoder, LabelEncoder? labels, TargetScaler? scaler, EncodedTable training, EncodedTable? validation, Lazy<EncodedTable> all, IReadOnlyList<Row> rows, string target)
    {
        Encoder = encoder;
        Labels = labels;
        Scaler = scaler;
        Training = training;
        Validation = validation;
        _all = all;
        _training = rows;
        _target = target;
    }

    public TableEncoder Encoder { get; }

    public LabelEncoder? Labels { get; }

    public TargetScaler? Scaler { get; }

    public EncodedTable Training { get; }

    public EncodedTable? Validation { get; }

    public EncodedTable All => _all.Value;

    public required int WithoutTarget { get; init; }

    /// <summary>Whether rows said to be in order of time are sorted by their target, so that drawn ones judge instead of the newest.</summary>
    public required bool IsSorted { get; init; }

    /// <summary>A few of the rows, for the check of exports.</summary>
    public required IReadOnlyList<Row> Sample { get; init; }

    public static TabularPlan Of(IReadOnlyList<Row> given, string target, ModelTask task, TabularFit fit, TabularOptions options, int leastValidation)
    {
        (List<Row> rows, List<float>? weights) = WithTarget(given, target, fit.Weights);
        if (rows.Count == 0)
        {
            throw new TabularException(given.Count == 0 ? "There are no rows to learn from." : $"None of the {given.Count} rows has a value in '{target}' and a weight above zero.");
        }

        CheckKind(rows, target, task);
        int held = fit.Validation is not null ? 0 : (int)(rows.Count * options.ValidationShare);
        held = held < leastValidation ? 0 : held;
        Value[] targets = [.. rows.Select(r => r[target])];
        bool[] judging = held == 0 ? new bool[rows.Count] : ValidationRows.Of(targets, task, held, options.Order, options.Seed);
        List<Row> training = [.. rows.Where((_, i) => !judging[i])];
        RowSchema features = fit.Features ?? rows[0].Schema.Without(target);
        TableEncoder encoder = fit.Encoder ?? fit.WarmStart?.Encoder ?? TableEncoder.Fit(features, training, options.Encoding);
        LabelEncoder? labels = task == ModelTask.Classification ? Classes(fit, rows.Select(r => r[target])) : null;
        TargetScaler? scaler = task == ModelTask.Regression ? fit.WarmStart?.Scaler ?? TargetScaler.Fit(training.Select(r => r[target].AsNumber())) : null;

        EncodedTable Encode(IReadOnlyList<Row> some, List<float>? w) => EncodedTable.Of(some, target, encoder, labels, scaler, w);
        List<Row>? judges = fit.Validation is { } own ? WithTarget(own, target, null).Rows : held > 0 ? [.. rows.Where((_, i) => judging[i])] : null;
        if (labels is not null && fit.Validation is not null)
        {
            judges?.RemoveAll(r => labels.IndexOf(r[target]) < 0);
        }

        return new TabularPlan(
            encoder, labels, scaler, Encode(training, weights is null ? null : [.. weights.Where((_, i) => !judging[i])]),
            judges is { Count: > 0 } ? Encode(judges, held > 0 && weights is not null ? [.. weights.Where((_, i) => judging[i])] : null) : null,
            new Lazy<EncodedTable>(() => Encode(rows, weights)), training, target)
        {
            IsSorted = held > 0 && options.Order == RowOrder.Time && ValidationRows.IsSorted(targets, task, held),
            WithoutTarget = given.Count(r => r[target].IsMissing),
            Sample = [.. training.Where((_, i) => i % Math.Max(1, training.Count / 64) == 0).Take(64)],
        };
    }

    public bool SameClassesAs(TabularModel earlier) => Labels is null || (earlier.Labels is { } theirs && theirs.Classes.SequenceEqual(Labels.Classes));

    /// <summary>Weights that make all classes count alike: rows / (classes x rows of the class).</summary>
    public float[] ClassWeights(int classes)
    {
        var counts = new int[classes];
        foreach (Row row in _training)
        {
            counts[Labels!.Encode(row[_target])]++;
        }

        return [.. counts.Select(c => c == 0 ? 1f : (float)_training.Count / (classes * c))];
    }

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

    private static (List<Row> Rows, List<float>? Weights) WithTarget(IReadOnlyList<Row> given, string target, IReadOnlyList<float>? weights)
    {
        var rows = new List<Row>(given.Count);
        List<float>? kept = weights is null ? null : new List<float>(given.Count);
        for (int i = 0; i < given.Count; i++)
        {
            float weight = weights?[i] ?? 1;
            if (!float.IsFinite(weight) || weight < 0)
            {
                throw new TabularException($"The weight of row {i} is {weight}; weights are finite and not below zero.");
            }

            if (!given[i][target].IsMissing && weight > 0)
            {
                rows.Add(given[i]);
                kept?.Add(weight);
            }
        }

        return (rows, kept);
    }

    private static void CheckKind(List<Row> rows, string target, ModelTask task)
    {
        if (task == ModelTask.Regression && rows.FindIndex(r => r[target].Kind is not (ValueKind.Number or ValueKind.Boolean) || !double.IsFinite(r[target].AsNumber())) is >= 0 and int at)
        {
            throw new TabularException($"A regression needs finite numbers in '{target}'; row {at} of those with a target has '{rows[at][target]}' ({rows[at][target].Kind}).");
        }
    }
}
