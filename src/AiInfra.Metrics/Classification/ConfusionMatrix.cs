namespace AiInfra.Metrics.Classification;

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
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double this[int truth, int predicted] => (uint)truth < (uint)Classes && (uint)predicted < (uint)Classes
        ? _cells[(truth * _stride) + predicted]
        : throw new ArgumentOutOfRangeException((uint)truth < (uint)Classes ? nameof(predicted) : nameof(truth), $"There is no cell [{truth}, {predicted}]; the matrix has {Classes} classes.");

    /// <summary>The matrix of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a class is outside the label set or a weight negative; the message names the first index.</exception>
    public static ConfusionMatrix Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, int classes = 0, ReadOnlySpan<double> weights = default)
    {
        Guard.Columns(truth.Length, predicted.Length, nameof(predicted), weights);
        var matrix = new ConfusionMatrix(classes);
        matrix.AddBatch(truth, predicted, weights);
        return matrix;
    }

    /// <summary>Adds a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A class is outside the label set, or the weight is negative. Nothing is added then.</exception>
    public void Add(int truth, int predicted, double weight = 1)
    {
        Check(truth, nameof(truth));
        Check(predicted, nameof(predicted));
        if (!(weight >= 0) || double.IsInfinity(weight))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), weight, $"The weight is {weight}; a weight is a finite number, zero or more.");
        }

        Reach(Math.Max(truth, predicted));
        _cells[(truth * _stride) + predicted] += weight;
        _weightSquares += weight * weight;
        Total += weight;
    }

    /// <summary>Adds rows.</summary>
    /// <param name="truth">True classes.</param>
    /// <param name="predicted">Predicted classes.</param>
    /// <param name="weights">How much each row counts; empty when all alike.</param>
    /// <exception cref="ArgumentException">Lengths differ, a class is outside the label set or a weight negative; the message names the first index. Nothing is added then.</exception>
    public void AddBatch(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, ReadOnlySpan<double> weights = default)
    {
        Guard.Batch(truth.Length, predicted.Length, nameof(predicted), weights);
        int limit = IsFixed ? Classes : 0;
        int largest = Math.Max(Guard.Labels(truth, nameof(truth), limit), Guard.Labels(predicted, nameof(predicted), limit));
        if (largest >= 0)
        {
            Reach(largest);
        }

        if (weights.IsEmpty && _stride <= 16 && truth.Length >= 64)
        {
            CountRows(truth, predicted);
            return;
        }

        for (int i = 0; i < truth.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            _cells[(truth[i] * _stride) + predicted[i]] += weight;
            _weightSquares += weight * weight;
            Total += weight;
        }
    }

    /// <summary>Adds another matrix.</summary>
    public void Merge(ConfusionMatrix other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Classes > 0)
        {
            Check(other.Classes - 1, nameof(other));
            Reach(other.Classes - 1);
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

    /// <summary>How one class was told from all others.</summary>
    public BinaryCounts CountsOf(int label)
    {
        double hits = this[label, label], predicted = 0, truth = 0;
        for (int k = 0; k < Classes; k++)
        {
            predicted += k == label ? 0 : this[k, label];
            truth += k == label ? 0 : this[label, k];
        }

        return new(hits, predicted, truth, Rest(label, hits + predicted + truth));
    }

    /// <summary>The classes that averages run over: the label set where given, otherwise those seen as truth or prediction.</summary>
    public int[] CountedClasses() => [.. Enumerable.Range(0, Classes).Where(k => IsFixed || TrueTotal(k) > 0 || PredictedTotal(k) > 0)];

    /// <summary>The cells as rows, true classes first.</summary>
    public double[][] ToRows() => [.. Enumerable.Range(0, Classes).Select(t => Enumerable.Range(0, Classes).Select(p => this[t, p]).ToArray())];

    internal void Check(int label, string name)
    {
        if ((uint)label >= (IsFixed ? (uint)Classes : Guard.MostClasses))
        {
            throw new ArgumentOutOfRangeException(name, label, $"The {name} is {label}; {Guard.Range(IsFixed ? Classes : 0)}.");
        }
    }

    // Four small tables in turn: rows of one cell that follow each other do not wait for each other.
    private void CountRows(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        int cells = _stride * _stride, i = 0;
        Span<int> counts = stackalloc int[4 * 256];
        counts = counts[..(4 * cells)];
        counts.Clear();
        Span<int> a = counts[..cells], b = counts.Slice(cells, cells), c = counts.Slice(2 * cells, cells), d = counts.Slice(3 * cells, cells);
        for (; i + 3 < truth.Length && i + 3 < predicted.Length; i += 4)
        {
            a[(truth[i] * _stride) + predicted[i]]++;
            b[(truth[i + 1] * _stride) + predicted[i + 1]]++;
            c[(truth[i + 2] * _stride) + predicted[i + 2]]++;
            d[(truth[i + 3] * _stride) + predicted[i + 3]]++;
        }

        for (; i < truth.Length; i++)
        {
            a[(truth[i] * _stride) + predicted[i]]++;
        }

        for (int cell = 0; cell < cells; cell++)
        {
            _cells[cell] += (double)a[cell] + b[cell] + c[cell] + d[cell];
        }

        Total += truth.Length;
        _weightSquares += truth.Length;
    }

    // The weight outside a class's row and column. A few cells are summed, so that light rows count beside heavy ones; of many the difference is taken, and fractions of weights must not leave a rest where there is no row.
    private double Rest(int label, double touched)
    {
        if (Classes > 64)
        {
            double left = Total - touched;
            return left > 1e-12 * Total ? left : 0;
        }

        double rest = 0;
        for (int t = 0; t < Classes; t++)
        {
            for (int p = 0; p < Classes; p++)
            {
                rest += t == label || p == label ? 0 : this[t, p];
            }
        }

        return rest;
    }

    private void Reach(int label)
    {
        if (label < Classes)
        {
            return;
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

    /// <summary>The matrix as a table: a line a true class, a column a predicted one; of many classes the first.</summary>
    public override string ToString()
    {
        const int most = 12;
        int shown = Math.Min(Classes, most);
        var lines = new List<string> { $"{Classes} classes, {Total:0.######} rows; a line a true class, a column a predicted one" };
        for (int t = 0; t < shown; t++)
        {
            string cells = string.Concat(Enumerable.Range(0, shown).Select(p => $" {this[t, p],8:0.####}"));
            lines.Add($"{t,5}:{cells}{(Classes > most ? " …" : "")}");
        }

        return string.Join('\n', lines);
    }
}
