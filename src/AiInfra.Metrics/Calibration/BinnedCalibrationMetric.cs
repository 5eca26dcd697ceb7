using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Numerics;

namespace AiInfra.Metrics.Calibration;

/// <summary>A calibration error: how far the probabilities of bins are from the shares that happened. Bins of equal width are (low, high], the first one closed, with inner edges i × (1 / bins), and take constant memory; bins of equal mass keep all rows, and rows with one probability stay in one bin.</summary>
/// <remarks>The value depends on the bins and on what is looked at: compare only scores with one signature. With few rows a bin it is biased upwards.</remarks>
public abstract class BinnedCalibrationMetric : ProbabilityMetric
{
    private readonly GrowingColumn<double> _probabilities = new();
    private readonly GrowingColumn<bool> _happened = new();
    private readonly GrowingColumn<double> _weights = new();
    private CalibrationBin[] _cells = [];
    private int _classes;

    /// <summary>Creates the metric.</summary>
    /// <param name="name">Name in camel case.</param>
    /// <param name="bins">Number of bins.</param>
    /// <param name="target">Which probabilities are looked at.</param>
    /// <param name="strategy">How they are cut.</param>
    protected BinnedCalibrationMetric(string name, int bins, CalibrationTarget target, BinStrategy strategy)
        : base(name, false, $"bins:{bins}{(strategy == BinStrategy.Quantile ? "|equal:mass" : "")}|of:{target.ToString().ToLowerInvariant()}")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        (Bins, Target, Strategy) = (bins, target, strategy);
    }

    /// <summary>Number of bins.</summary>
    protected int Bins { get; }

    /// <summary>Which probabilities are looked at.</summary>
    protected CalibrationTarget Target { get; }

    /// <summary>How they are cut.</summary>
    protected BinStrategy Strategy { get; }

    /// <inheritdoc />
    public sealed override Score Result(double confidence = 0.95)
    {
        if (Count == 0)
        {
            return Scored(double.NaN);
        }

        int looks = Target == CalibrationTarget.Classwise ? _classes : 1;
        var values = new double[looks];
        long undefined = 0;
        for (int k = 0; k < looks; k++)
        {
            values[k] = Error(BinsOf(k, looks), out int left);
            undefined += left;
        }

        return Scored(Together(values), undefined: undefined);
    }

    /// <summary>The error of one set of bins, empty ones included.</summary>
    /// <param name="bins">The bins.</param>
    /// <param name="undefined">How many bins had to be left out.</param>
    protected abstract double Error(ReadOnlySpan<CalibrationBin> bins, out int undefined);

    /// <summary>The errors of the classes as one.</summary>
    protected virtual double Together(double[] values) => values.Average();

    /// <inheritdoc />
    protected sealed override void Accumulate(int label, ReadOnlySpan<double> probabilities, double weight)
    {
        Reach(probabilities.Length, nameof(probabilities));
        switch (Target)
        {
            case CalibrationTarget.Top:
                int top = TopClass.Of(probabilities);
                Put(0, probabilities[top], top == label, weight);
                break;
            case CalibrationTarget.Positive:
                Put(0, probabilities[1], label == 1, weight);
                break;
            default:
                for (int k = 0; k < probabilities.Length; k++)
                {
                    Put(k, probabilities[k], k == label, weight);
                }

                break;
        }
    }

    /// <inheritdoc />
    protected sealed override void MergeFrom(Metric other)
    {
        var same = (BinnedCalibrationMetric)other;
        if (same._classes != 0)
        {
            Reach(same._classes, nameof(other));
        }

        for (int i = 0; i < same._cells.Length; i++)
        {
            _cells[i] = _cells[i].Plus(same._cells[i]);
        }

        _probabilities.Add(same._probabilities);
        _happened.Add(same._happened);
        _weights.Add(same._weights);
    }

    private void Reach(int classes, string name)
    {
        if (Target == CalibrationTarget.Positive && classes != 2)
        {
            throw new ArgumentException($"'{Signature}' looks at the second of two classes; there are {classes}. Look at the top class or at each.", name);
        }

        if (_classes == classes || (_classes != 0 && Target == CalibrationTarget.Top))
        {
            return;
        }

        if (_classes != 0)
        {
            throw new ArgumentException($"There are probabilities of {classes} classes, earlier rows had {_classes}.", name);
        }

        _classes = classes;
        _cells = Strategy == BinStrategy.Uniform ? new CalibrationBin[Bins * (Target == CalibrationTarget.Classwise ? classes : 1)] : [];
    }

    private void Put(int look, double probability, bool happened, double weight)
    {
        if (Strategy == BinStrategy.Uniform)
        {
            ref CalibrationBin cell = ref _cells[(look * Bins) + BinEdges.Uniform(probability, Bins)];
            cell = cell.Plus(probability, happened, weight);
            return;
        }

        _probabilities.Add(probability);
        _happened.Add(happened);
        _weights.Add(weight);
    }

    private ReadOnlySpan<CalibrationBin> BinsOf(int look, int looks)
    {
        if (Strategy == BinStrategy.Uniform)
        {
            return _cells.AsSpan(look * Bins, Bins);
        }

        // Classes lie beside each other, row by row.
        double[] probabilities = _probabilities.ToArray(), weights = _weights.ToArray();
        bool[] happened = _happened.ToArray();
        int rows = probabilities.Length / looks;
        var p = new double[rows];
        var w = new double[rows];
        var h = new bool[rows];
        for (int i = 0; i < rows; i++)
        {
            (p[i], h[i], w[i]) = (probabilities[(i * looks) + look], happened[(i * looks) + look], weights[(i * looks) + look]);
        }

        return BinEdges.EqualMass(p, h, w, Bins);
    }
}
