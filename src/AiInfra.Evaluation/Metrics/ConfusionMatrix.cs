namespace AiInfra.Evaluation.Metrics;

/// <summary>How often each true class was predicted as each class: rows are true, columns predicted. Cells are sums of weights.</summary>
public sealed class ConfusionMatrix
{
    private double[] _cells;
    private int _stride;
    private double _weightSquares;

    /// <summary>Creates an empty matrix.</summary>
    /// <param name="classes">Size of the label set; 0 lets it grow with the classes seen.</param>
    public ConfusionMatrix(int classes = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        IsFixed = classes > 0;
        Classes = _stride = classes;
        _cells = new double[classes * classes];
    }

    /// <summary>Number of classes.</summary>
    public int Classes { get; private set; }

    /// <summary>Whether the label set was given; when not, only classes that were seen count in averages.</summary>
    public bool IsFixed { get; }

    /// <summary>Sum of all cells.</summary>
    public double Total { get; private set; }

    /// <summary>Equally weighted rows that would be as informative (Kish).</summary>
    public double EffectiveCount => Total * Total / _weightSquares;

    /// <summary>Weight of the rows of one true class that were predicted as another.</summary>
    public double this[int truth, int predicted] => _cells[(truth * _stride) + predicted];

    /// <summary>The matrix of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a class is outside the label set or a weight negative; the message names the first index.</exception>
    public static ConfusionMatrix Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, int classes = 0, ReadOnlySpan<double> weights = default)
    {
        Guard.Columns(truth.Length, predicted.Length, nameof(predicted), weights);
        Guard.Labels(truth, nameof(truth), classes);
        Guard.Labels(predicted, nameof(predicted), classes);
        var matrix = new ConfusionMatrix(classes);
        for (int i = 0; i < truth.Length; i++)
        {
            matrix.Add(truth[i], predicted[i], weights.IsEmpty ? 1 : weights[i]);
        }

        return matrix;
    }

    /// <summary>Adds a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A class is outside the label set.</exception>
    public void Add(int truth, int predicted, double weight = 1)
    {
        Reach(truth, nameof(truth));
        Reach(predicted, nameof(predicted));
        _cells[(truth * _stride) + predicted] += weight;
        _weightSquares += weight * weight;
        Total += weight;
    }

    /// <summary>Adds another matrix.</summary>
    public void Merge(ConfusionMatrix other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Classes > 0)
        {
            Reach(other.Classes - 1, nameof(other));
        }

        for (int t = 0; t < other.Classes; t++)
        {
            for (int p = 0; p < other.Classes; p++)
            {
                _cells[(t * _stride) + p] += other[t, p];
            }
        }

        _weightSquares += other._weightSquares;
        Total += other.Total;
    }

    /// <summary>Weight of the rows of a true class.</summary>
    public double TrueTotal(int label)
    {
        double sum = 0;
        for (int p = 0; p < Classes; p++)
        {
            sum += this[label, p];
        }

        return sum;
    }

    /// <summary>Weight of the rows predicted as a class.</summary>
    public double PredictedTotal(int label)
    {
        double sum = 0;
        for (int t = 0; t < Classes; t++)
        {
            sum += this[t, label];
        }

        return sum;
    }

    /// <summary>Weight of the rows that were predicted right.</summary>
    public double Correct()
    {
        double sum = 0;
        for (int k = 0; k < Classes; k++)
        {
            sum += this[k, k];
        }

        return sum;
    }

    /// <summary>The classes that averages run over: the label set where given, otherwise those seen as truth or prediction.</summary>
    public int[] CountedClasses() => [.. Enumerable.Range(0, Classes).Where(k => IsFixed || TrueTotal(k) > 0 || PredictedTotal(k) > 0)];

    /// <summary>The cells as rows, true classes first.</summary>
    public double[][] ToRows() => [.. Enumerable.Range(0, Classes).Select(t => Enumerable.Range(0, Classes).Select(p => this[t, p]).ToArray())];

    private void Reach(int label, string name)
    {
        if (label >= 0 && label < Classes)
        {
            return;
        }

        if (label < 0 || IsFixed)
        {
            throw new ArgumentOutOfRangeException(name, label, IsFixed ? $"The label set has the classes 0 to {Classes - 1}." : "A class is an index, 0 or more.");
        }

        if (label >= _stride)
        {
            int stride = Math.Max(label + 1, 2 * _stride);
            var grown = new double[stride * stride];
            for (int t = 0; t < Classes; t++)
            {
                Array.Copy(_cells, t * _stride, grown, t * stride, Classes);
            }

            (_cells, _stride) = (grown, stride);
        }

        Classes = label + 1;
    }
}
