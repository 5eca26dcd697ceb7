using System.Numerics;
using System.Runtime.InteropServices;

namespace AiInfra.Training.Tuning.Samplers;

/// <summary>
/// Gaussian process with a Matérn 5/2 kernel of one length a dimension (Rasmussen and Williams 2006, chapters 2 and 5): k(x, x') = s (1 + r + r²/3) exp(-r), r² = 5 Σ w_d (x_d - x'_d)², of a choice 1 where two differ.
/// Its parameters are those most likely given the values and the priors that Optuna's has (facts of its source: on w, on s a gamma law of 2 and 1, on the noise of 1.1 and 30).
/// </summary>
internal sealed class GaussianProcess
{
    private const double LeastNoise = 1e-6;
    private readonly double[][] _points;
    private readonly double[] _values;
    private readonly bool[] _choices;
    private readonly int _n, _d;
    private readonly double[][] _squares;
    private double[] _inverse = [], _alpha = [];

    /// <summary>A process.</summary>
    /// <param name="points">Points, coordinates of numbers in [0, 1].</param>
    /// <param name="values">Values with mean 0 and deviation 1.</param>
    /// <param name="choices">Which coordinates are choices.</param>
    /// <param name="start">Parameters to begin the search with, as <see cref="Parameters"/> gives them; null for the usual.</param>
    public GaussianProcess(double[][] points, double[] values, bool[] choices, double[]? start)
    {
        (_points, _values, _choices, _n, _d) = (points, values, choices, points.Length, choices.Length);
        Parameters = start?.Length == _d + 2 ? [.. start] : [.. Enumerable.Repeat(0.0, _d), 0, Math.Log(1e-2)];
        _squares = new double[_n][];
        for (int i = 0; i < _n; i++)
        {
            _squares[i] = new double[(i + 1) * _d];
            for (int j = 0; j <= i; j++)
            {
                for (int d = 0; d < _d; d++)
                {
                    _squares[i][(j * _d) + d] = Square(points[i][d], points[j][d], d);
                }
            }
        }
    }

    /// <summary>Logarithms of the weights w, of the scale s and of the noise.</summary>
    public double[] Parameters { get; private set; }

    /// <summary>Variance far from every point.</summary>
    public double Scale => Math.Exp(Parameters[_d]);

    /// <summary>Fits the parameters by sign-based steps (iRprop-, Igel and Hüsken 2003) and makes ready for <see cref="Predict"/>.</summary>
    /// <param name="steps">Most steps.</param>
    public void Fit(int steps)
    {
        double[] at = [.. Parameters], best = [.. Parameters], step = new double[at.Length], last = new double[at.Length];
        Array.Fill(step, 0.3);
        double most = double.NegativeInfinity;
        for (int i = 0; i < steps; i++)
        {
            var slope = new double[at.Length];
            double likely = LogPosterior(at, slope);
            if (likely > most)
            {
                (most, best) = (likely, [.. at]);
            }

            double moved = 0;
            for (int p = 0; p < at.Length; p++)
            {
                double turn = slope[p] * last[p];
                step[p] = turn > 0 ? Math.Min(step[p] * 1.2, 1) : turn < 0 ? Math.Max(step[p] * 0.5, 1e-3) : step[p];
                last[p] = turn < 0 ? 0 : slope[p];
                double by = Math.Sign(last[p]) * step[p];
                at[p] = Math.Clamp(at[p] + by, p == _d + 1 ? Math.Log(LeastNoise) : -9, 9);
                moved = Math.Max(moved, Math.Abs(by));
            }

            if (moved < 2e-3)
            {
                break;
            }
        }

        Parameters = best;
        double[] kernel = Covariance(best, null);
        Cholesky(kernel);
        _inverse = Inverse(kernel);
        _alpha = Multiply(_inverse, _values);
    }

    /// <summary>Mean and variance of the objective at a point.</summary>
    public (double Mean, double Variance) Predict(ReadOnlySpan<double> x)
    {
        Span<double> k = _n <= 1024 ? stackalloc double[_n] : new double[_n];
        double scale = Scale;
        Span<double> weights = stackalloc double[_d];
        for (int d = 0; d < _d; d++)
        {
            weights[d] = Math.Exp(Parameters[d]);
        }

        for (int i = 0; i < _n; i++)
        {
            double squared = 0;
            for (int d = 0; d < _d; d++)
            {
                squared += weights[d] * Square(x[d], _points[i][d], d);
            }

            k[i] = scale * Matern(squared);
        }

        double mean = Dot(k, _alpha), explained = 0;
        for (int i = 0; i < _n; i++)
        {
            explained += k[i] * Dot(k, _inverse.AsSpan(i * _n, _n));
        }

        return (mean, Math.Max(scale - explained, 1e-12));
    }

    /// <summary>Logarithm of the likelihood of the values times the prior of the parameters, up to a constant, and its slope.</summary>
    internal double LogPosterior(double[] parameters, double[] slope)
    {
        var derivative = new double[_n * _n];
        double[] kernel = Covariance(parameters, derivative);
        double[] pure = [.. kernel];
        double noise = Math.Exp(parameters[_d + 1]);
        if (!Cholesky(kernel))
        {
            return double.NegativeInfinity;
        }

        double logDet = 0;
        for (int i = 0; i < _n; i++)
        {
            logDet += Math.Log(kernel[(i * _n) + i]);
        }

        double[] inverse = Inverse(kernel), alpha = Multiply(inverse, _values);
        double likely = -logDet - (0.5 * Dot(alpha, _values));
        double onScale = 0, onNoise = 0;
        for (int i = 0; i < _n; i++)
        {
            double[] squares = _squares[i];
            for (int j = 0; j <= i; j++)
            {
                // Half the trace of (αα' - K⁻¹) ∂K: twice off the diagonal.
                double weight = ((alpha[i] * alpha[j]) - inverse[(i * _n) + j]) * (i == j ? 0.5 : 1);
                onScale += weight * (pure[(i * _n) + j] - (i == j ? noise : 0));
                onNoise += i == j ? weight * noise : 0;
                double slopeHere = weight * derivative[(i * _n) + j];
                for (int d = 0; d < _d; d++)
                {
                    slope[d] += slopeHere * squares[(j * _d) + d];
                }
            }
        }

        for (int d = 0; d < _d; d++)
        {
            double w = Math.Exp(parameters[d]);
            slope[d] = (slope[d] * w) + (0.1 / w) - (0.1 * w);
            likely -= (0.1 / w) + (0.1 * w);
        }

        double scale = Math.Exp(parameters[_d]);
        slope[_d] = onScale + 1 - scale;
        slope[_d + 1] = onNoise + 0.1 - (30 * noise);
        return likely + parameters[_d] - scale + (0.1 * parameters[_d + 1]) - (30 * noise);
    }

    private static double Matern(double squared)
    {
        double r = Math.Sqrt(5 * squared);
        return (1 + r + (5.0 / 3 * squared)) * Math.Exp(-r);
    }

    private double Square(double a, double b, int d) => _choices[d] ? (a == b ? 0 : 1) : (a - b) * (a - b);

    /// <summary>Covariance with the noise, and its derivative by the squared distance.</summary>
    private double[] Covariance(double[] parameters, double[]? derivative)
    {
        var kernel = new double[_n * _n];
        double scale = Math.Exp(parameters[_d]), noise = Math.Exp(parameters[_d + 1]);
        double[] weights = [.. parameters.Take(_d).Select(Math.Exp)];
        for (int i = 0; i < _n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double squared = Dot(weights, _squares[i].AsSpan(j * _d, _d));
                double r = Math.Sqrt(5 * squared), decay = scale * Math.Exp(-r);
                kernel[(i * _n) + j] = kernel[(j * _n) + i] = (decay * (1 + r + (5.0 / 3 * squared))) + (i == j ? noise : 0);
                if (derivative is not null)
                {
                    derivative[(i * _n) + j] = -5.0 / 6 * (1 + r) * decay;
                }
            }
        }

        return kernel;
    }

    /// <summary>Lower triangle of the root, in place; false where the matrix has none.</summary>
    private bool Cholesky(double[] a)
    {
        for (int i = 0; i < _n; i++)
        {
            Span<double> row = a.AsSpan(i * _n, _n);
            for (int j = 0; j <= i; j++)
            {
                double left = row[j] - Dot(row[..j], a.AsSpan(j * _n, j));
                if (i == j)
                {
                    if (left <= 0)
                    {
                        return false;
                    }

                    row[i] = Math.Sqrt(left);
                }
                else
                {
                    row[j] = left / a[(j * _n) + j];
                }
            }
        }

        return true;
    }

    /// <summary>Inverse of a matrix whose root this is.</summary>
    private double[] Inverse(double[] root)
    {
        // Rows of the transposed inverse of the root, so that every sum runs along memory.
        var upper = new double[_n * _n];
        for (int j = 0; j < _n; j++)
        {
            Span<double> column = upper.AsSpan(j * _n, _n);
            column[j] = 1 / root[(j * _n) + j];
            for (int i = j + 1; i < _n; i++)
            {
                column[i] = -Dot(root.AsSpan((i * _n) + j, i - j), column[j..i]) / root[(i * _n) + i];
            }
        }

        var inverse = new double[_n * _n];
        for (int i = 0; i < _n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                inverse[(i * _n) + j] = inverse[(j * _n) + i] = Dot(upper.AsSpan((i * _n) + i, _n - i), upper.AsSpan((j * _n) + i, _n - i));
            }
        }

        return inverse;
    }

    private double[] Multiply(double[] matrix, double[] vector)
    {
        var product = new double[_n];
        for (int i = 0; i < _n; i++)
        {
            product[i] = Dot(matrix.AsSpan(i * _n, _n), vector);
        }

        return product;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ReadOnlySpan<Vector<double>> wideA = MemoryMarshal.Cast<double, Vector<double>>(a), wideB = MemoryMarshal.Cast<double, Vector<double>>(b[..a.Length]);
        Vector<double> sum = Vector<double>.Zero;
        for (int i = 0; i < wideA.Length; i++)
        {
            sum += wideA[i] * wideB[i];
        }

        double total = Vector.Sum(sum);
        for (int i = wideA.Length * Vector<double>.Count; i < a.Length; i++)
        {
            total += a[i] * b[i];
        }

        return total;
    }
}
