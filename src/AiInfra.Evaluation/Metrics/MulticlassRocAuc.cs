namespace AiInfra.Evaluation.Metrics;

/// <summary>Area under the ROC curve for many classes: the plain mean of two-class areas. Keeps all probabilities. Areas of classes (or pairs) that do not both occur are left out and counted as undefined.</summary>
public sealed class MulticlassRocAuc : ProbabilityMetric
{
    private readonly AucDecomposition _decomposition;
    private readonly List<int> _labels = [];
    private readonly List<double> _weights = [];
    private readonly List<double> _probabilities = [];
    private int _classes;

    /// <summary>Creates the metric.</summary>
    /// <param name="decomposition">How it is put together.</param>
    public MulticlassRocAuc(AucDecomposition decomposition = AucDecomposition.OneVersusRest)
        : base(decomposition == AucDecomposition.OneVersusRest ? "rocAucOvrMacro" : "rocAucOvoMacro", true) => _decomposition = decomposition;

    /// <summary>The score of the probabilities of all classes, row by row.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1], a class outside the set or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes, AucDecomposition decomposition = AucDecomposition.OneVersusRest, ReadOnlySpan<double> weights = default) =>
        Over(new MulticlassRocAuc(decomposition), truth, probabilities, classes, weights);

    /// <inheritdoc />
    public override IMetric New() => new MulticlassRocAuc(_decomposition);

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        double sum = 0;
        int defined = 0, undefined = 0;
        for (int a = 0; a < _classes; a++)
        {
            for (int b = _decomposition == AucDecomposition.OneVersusRest ? _classes - 1 : 0; b < _classes; b++)
            {
                if (_decomposition == AucDecomposition.OneVersusOne && a == b)
                {
                    continue;
                }

                double area = Area(a, _decomposition == AucDecomposition.OneVersusOne ? b : -1);
                sum += double.IsNaN(area) ? 0 : area;
                defined += double.IsNaN(area) ? 0 : 1;
                undefined += double.IsNaN(area) ? 1 : 0;
            }
        }

        return Scored(defined > 0 ? sum / defined : double.NaN, undefined: undefined);
    }

    /// <inheritdoc />
    protected override void Accumulate(int label, ReadOnlySpan<double> probabilities, double weight)
    {
        if (_classes != 0 && probabilities.Length != _classes)
        {
            throw new ArgumentException($"Row {Count - 1} has {probabilities.Length} probabilities, earlier rows {_classes}.", nameof(probabilities));
        }

        _classes = probabilities.Length;
        _labels.Add(label);
        _weights.Add(weight);
        _probabilities.AddRange(probabilities);
    }

    /// <inheritdoc />
    protected override void MergeFrom(Metric other)
    {
        var same = (MulticlassRocAuc)other;
        if (_classes != 0 && same._classes != 0 && _classes != same._classes)
        {
            throw new ArgumentException($"One side has {_classes} classes, the other {same._classes}.", nameof(other));
        }

        _classes = Math.Max(_classes, same._classes);
        _labels.AddRange(same._labels);
        _weights.AddRange(same._weights);
        _probabilities.AddRange(same._probabilities);
    }

    // Class a as positive against class b, or against all others when b is -1.
    private double Area(int a, int b)
    {
        var ranked = new RankedScores();
        for (int i = 0; i < _labels.Count; i++)
        {
            if (b < 0 || _labels[i] == a || _labels[i] == b)
            {
                ranked.Add(_labels[i] == a, _probabilities[(i * _classes) + a], _weights[i]);
            }
        }

        return ranked.Area();
    }
}
