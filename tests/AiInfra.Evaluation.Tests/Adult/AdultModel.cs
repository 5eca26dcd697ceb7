using AiInfra.Core.Rows;
using AiInfra.Evaluation.Predictions;

namespace AiInfra.Evaluation.Tests.Adult;

/// <summary>A logistic regression over the columns of the Adult table, without those left out: standardised numbers, one weight a category, a few passes of AdaGrad in row order. The same on every run.</summary>
internal sealed class AdultModel
{
    private const int Passes = 4;
    private readonly Dictionary<(int Column, string Category), int> _categories = [];
    private readonly (double Mean, double Deviation)[] _scales;
    private readonly double[] _weights;
    private readonly bool[] _used;

    public AdultModel(AdultTable table, string[] without, double[]? rowWeights = null)
    {
        RowSchema schema = table.Rows[0].Schema;
        _used = [.. schema.Columns.Select(c => !without.Contains(c.Name))];
        _scales = [.. Enumerable.Range(0, schema.Count).Select(c => schema.Columns[c].Kind == ValueKind.Number ? Scale(table.Rows.Select(r => Squeezed(r[c]))) : default)];
        foreach (Row row in table.Rows)
        {
            for (int c = 0; c < schema.Count; c++)
            {
                if (_used[c] && schema.Columns[c].Kind != ValueKind.Number)
                {
                    _categories.TryAdd((c, row[c].ToString()), 1 + schema.Count + _categories.Count);
                }
            }
        }

        _weights = new double[1 + schema.Count + _categories.Count];
        var squares = new double[_weights.Length];
        for (int pass = 0; pass < Passes; pass++)
        {
            for (int i = 0; i < table.Rows.Length; i++)
            {
                List<(int Feature, double Value)> features = Features(table.Rows[i]);
                double gradient = (Probability(features) - (table.Rich[i] ? 1 : 0)) * (rowWeights?[i] ?? 1);
                foreach ((int feature, double value) in features)
                {
                    double step = gradient * value;
                    squares[feature] += step * step;
                    _weights[feature] -= 0.1 * step / Math.Sqrt(squares[feature] + 1e-8);
                }
            }
        }
    }

    public double[] Scores(AdultTable table) => Array.ConvertAll(table.Rows, r => Probability(Features(r)));

    public PredictionSet Predict(AdultTable table) =>
        PredictionSet.OfScores(new(["<=50K", ">50K"]), Array.ConvertAll(table.Rich, r => r ? 1 : 0), Scores(table), inputs: table.Rows);

    private static double Squeezed(Value value) => Math.Log(1 + Math.Abs(value.AsNumber()));

    private static (double Mean, double Deviation) Scale(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Average();
        return (mean, Math.Sqrt(all.Average(v => (v - mean) * (v - mean))));
    }

    private List<(int Feature, double Value)> Features(Row row)
    {
        var features = new List<(int, double)>(row.Schema.Count + 1) { (0, 1) };
        for (int c = 0; c < row.Schema.Count; c++)
        {
            if (!_used[c])
            {
                continue;
            }

            if (row.Schema.Columns[c].Kind == ValueKind.Number)
            {
                features.Add((1 + c, (Squeezed(row[c]) - _scales[c].Mean) / _scales[c].Deviation));
            }
            else if (_categories.TryGetValue((c, row[c].ToString()), out int feature))
            {
                features.Add((feature, 1));
            }
        }

        return features;
    }

    private double Probability(List<(int Feature, double Value)> features) => 1 / (1 + Math.Exp(-features.Sum(f => _weights[f.Feature] * f.Value)));
}
