using System.Text.Json;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Fairness;

/// <summary>Weights for training that make group and label independent (Kamiran and Calders 2012): expected over observed share, P(group) P(label) / P(group, label). Nothing is relabelled or dropped; any trainer that takes row weights can use them.</summary>
public sealed record Reweighing
{
    /// <summary>The attribute.</summary>
    public required string Column { get; init; }

    /// <summary>One weight a group and label, every combination.</summary>
    public required IReadOnlyList<ReweighingCell> Cells { get; init; }

    /// <summary>Learns the weights.</summary>
    /// <param name="groups">The groups of the rows.</param>
    /// <param name="labels">Their labels, indices into the label set.</param>
    /// <param name="weights">How much each row counts already; empty when all alike.</param>
    /// <exception cref="ArgumentException">Lengths differ, a label is negative or a weight too; the message names the first index.</exception>
    public static Reweighing Of(GroupColumn groups, ReadOnlySpan<int> labels, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Guard.Columns(groups.Values.Count, labels.Length, nameof(labels), weights);
        Guard.Labels(labels, nameof(labels), 0);
        var mass = new Dictionary<(string Group, int Label), (int Rows, double Weight)>();
        double total = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            (int rows, double sum) = mass.GetValueOrDefault((groups.Values[i], labels[i]));
            mass[(groups.Values[i], labels[i])] = (rows + 1, sum + weight);
            total += weight;
        }

        int[] classes = [.. mass.Keys.Select(k => k.Label).Distinct().Order()];
        double Sum(Func<(string Group, int Label), bool> of) => mass.Where(m => of(m.Key)).Sum(m => m.Value.Weight);
        var ofGroup = groups.Levels.ToDictionary(g => g, g => Sum(k => k.Group == g), StringComparer.Ordinal);
        var ofLabel = classes.ToDictionary(c => c, c => Sum(k => k.Label == c));
        return new()
        {
            Column = groups.Name,
            Cells = [.. groups.Levels.SelectMany(g => classes.Select(c =>
            {
                (int rows, double sum) = mass.GetValueOrDefault((g, c));
                return new ReweighingCell(g, c, rows, sum > 0 ? ofGroup[g] * ofLabel[c] / (total * sum) : double.NaN);
            }))],
        };
    }

    /// <summary>The weight of a group and label.</summary>
    /// <exception cref="ArgumentException">They did not occur together when the weights were learned.</exception>
    public double WeightOf(string group, int label) => Cells.FirstOrDefault(c => c.Group == group && c.Label == label) is { Weight: double weight } && !double.IsNaN(weight)
        ? weight
        : throw new ArgumentException($"No row of group '{group}' by '{Column}' had the label {label} when the weights were learned. There were: {string.Join("; ", Cells.Where(c => c.Count > 0).Select(c => $"'{c.Group}' with {c.Label}"))}.", nameof(group));

    /// <summary>The weights of rows. Multiply them with those that rows have already.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or a group and label did not occur together when the weights were learned.</exception>
    public double[] RowWeights(GroupColumn groups, ReadOnlySpan<int> labels)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Guard.Columns(groups.Values.Count, labels.Length, nameof(labels), default);
        var known = Cells.Where(c => !double.IsNaN(c.Weight)).ToDictionary(c => (c.Group, c.Label), c => c.Weight);
        var weights = new double[labels.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = known.TryGetValue((groups.Values[i], labels[i]), out double weight) ? weight : WeightOf(groups.Values[i], labels[i]);
        }

        return weights;
    }

    /// <summary>As JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, FairnessJson.Default.Reweighing);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not such a record.</exception>
    public static Reweighing FromJson(string json) => JsonSerializer.Deserialize(json, FairnessJson.Default.Reweighing) ?? throw new JsonException("Weights by group and label are expected, null was found.");

    /// <inheritdoc />
    public override string ToString() => $"Reweighing {{ Column = {Column}, Cells = {Shown.List(Cells)} }}";
}
