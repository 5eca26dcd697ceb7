using AiInfra.Metrics.Numerics;

namespace AiInfra.Metrics.Classification;

/// <summary>Area under the ROC curve for many classes, put together from two-class areas. Keeps all probabilities. Areas of classes (or pairs) that do not both occur are left out and counted as undefined.</summary>
public sealed class MulticlassRocAuc : ProbabilityMetric
{
    private readonly AucDecomposition _decomposition;
    private readonly Average _average;
    private readonly GrowingColumn<int> _labels = new();
    private readonly GrowingColumn<double> _weights = new();
    private readonly GrowingColumn<double> _probabilities = new();
    private int _classes;

    /// <summary>Creates the metric.</summary>
    /// <param name="decomposition">Each class against the rest, or each pair of classes.</param>
    /// <param name="average">Macro: the plain mean. Weighted: by the true rows of the class (of the pair). Micro, of classes against the rest only: one area over all rows and classes together.</param>
    /// <exception cref="ArgumentException">The average does not go with the decomposition.</exception>
    public MulticlassRocAuc(AucDecomposition decomposition = AucDecomposition.OneVersusRest, Average average = Average.Macro)
        : base($"rocAuc{(decomposition == AucDecomposition.OneVersusRest ? "Ovr" : "Ovo")}{average}", true)
    {
        if (average is not (Average.Macro or Average.Weighted) && !(average == Average.Micro && decomposition == AucDecomposition.OneVersusRest))
        {
            throw new ArgumentException($"Areas of {(decomposition == AucDecomposition.OneVersusRest ? "classes against the rest are averaged macro, weighted or micro" : "pairs of classes are averaged macro or weighted")}, not {average.ToString().ToLowerInvariant()}.", nameof(average));
        }

        (_decomposition, _average) = (decomposition, average);
    }

    /// <summary>The score of the probabilities of all classes, row by row.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1], a row does not sum to 1, a class is outside the set or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes, AucDecomposition decomposition = AucDecomposition.OneVersusRest, ReadOnlySpan<double> weights = default, Average average = Average.Macro) =>
        Over(new MulticlassRocAuc(decomposition, average), truth, probabilities, classes, weights);

    /// <inheritdoc />
    public override Metric New() => new MulticlassRocAuc(_decomposition, _average);

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        var rows = new Rows(_labels.ToArray(), _probabilities.ToArray(), _weights.ToArray(), _classes);
        if (_average == Average.Micro)
        {
            double value = rows.MicroArea();
            return Scored(value, undefined: double.IsNaN(value) ? Count : 0);
        }

        double sum = 0, weight = 0;
        int undefined = 0;
        for (int a = 0; a < _classes; a++)
        {
            for (int b = _decomposition == AucDecomposition.OneVersusRest ? _classes - 1 : 0; b < _classes; b++)
            {
                if (_decomposition == AucDecomposition.OneVersusOne && a == b)
                {
                    continue;
                }

                // Of a pair both ways are taken, so that a pair weighs the same in each.
                int other = _decomposition == AucDecomposition.OneVersusOne ? b : -1;
                (double area, double positives, double negatives) = rows.Area(a, other);
                double share = _average == Average.Macro ? 1 : other < 0 ? positives : positives + negatives;
                bool defined = !double.IsNaN(area);
                sum += defined ? share * area : 0;
                weight += defined ? share : 0;
                undefined += defined ? 0 : 1;
            }
        }

        return Scored(weight > 0 ? sum / weight : double.NaN, undefined: undefined);
    }

    /// <inheritdoc />
    protected override void Accumulate(int label, ReadOnlySpan<double> probabilities, double weight)
    {
        Reach(probabilities.Length, nameof(probabilities));
        _labels.Add(label);
        _weights.Add(weight);
        _probabilities.Add(probabilities);
    }

    /// <inheritdoc />
    protected override void MergeFrom(Metric other)
    {
        var same = (MulticlassRocAuc)other;
        if (same._classes != 0)
        {
            Reach(same._classes, nameof(other));
        }

        _labels.Add(same._labels);
        _weights.Add(same._weights);
        _probabilities.Add(same._probabilities);
    }

    private void Reach(int classes, string name)
    {
        if (_classes != 0 && classes != _classes)
        {
            throw new ArgumentException($"There are probabilities of {classes} classes, earlier rows had {_classes}.", name);
        }

        _classes = classes;
    }

    private sealed class Rows(int[] labels, double[] probabilities, double[] weights, int classes)
    {
        private readonly bool _weighted = Array.Exists(weights, w => w != 1);

        // Class a as positive against class b, or against all others when b is -1.
        public (double Area, double Positives, double Negatives) Area(int a, int b)
        {
            var truth = new bool[labels.Length];
            var scores = new double[labels.Length];
            var used = new double[labels.Length];
            int n = 0;
            for (int i = 0; i < labels.Length; i++)
            {
                if (b < 0 || labels[i] == a || labels[i] == b)
                {
                    (truth[n], scores[n], used[n]) = (labels[i] == a, probabilities[(i * classes) + a], weights[i]);
                    n++;
                }
            }

            return Ranked(truth.AsSpan(0, n), scores.AsSpan(0, n), used.AsSpan(0, n));
        }

        public double MicroArea()
        {
            var truth = new bool[probabilities.Length];
            var used = new double[probabilities.Length];
            for (int i = 0; i < labels.Length; i++)
            {
                truth[(i * classes) + labels[i]] = true;
                used.AsSpan(i * classes, classes).Fill(weights[i]);
            }

            return Ranked(truth, probabilities, used).Area;
        }

        private (double Area, double Positives, double Negatives) Ranked(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> used)
        {
            if (truth.IsEmpty)
            {
                return (double.NaN, 0, 0);
            }

            RankedScores ranked = RankedScores.Of(truth, scores, _weighted ? used : default);
            return (ranked.Summary.Area, ranked.PositiveWeight, ranked.NegativeWeight);
        }
    }
}
