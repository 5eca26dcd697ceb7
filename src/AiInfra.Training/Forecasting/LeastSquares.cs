using MathNet.Numerics.LinearAlgebra;

namespace AiInfra.Training.Forecasting;

/// <summary>Least squares by Levenberg and Marquardt (Marquardt 1963), with slopes from differences.</summary>
internal static class LeastSquares
{
    private const int MostSteps = 100;
    private const double Difference = 1e-6;
    private const double Enough = 1e-10;

    /// <param name="start">Where it begins.</param>
    /// <param name="errors">How many errors there are.</param>
    /// <param name="evaluate">Writes the errors at a place; false where they are not finite.</param>
    /// <returns>The least sum of squares found, and its place; infinite where the start has none.</returns>
    public static (double Error, double[] At) Minimize(double[] start, int errors, Func<double[], double[], bool> evaluate)
    {
        double[] at = [.. start], here = new double[errors], there = new double[errors];
        double error = Squares(at, here);
        double damping = 1e-3;
        for (int step = 0; step < MostSteps && double.IsFinite(error); step++)
        {
            var slopes = Matrix<double>.Build.Dense(errors, at.Length);
            for (int p = 0; p < at.Length; p++)
            {
                double[] moved = [.. at];
                double by = Difference * Math.Max(1, Math.Abs(at[p]));
                moved[p] += by;
                bool finite = evaluate(moved, there);
                for (int i = 0; i < errors; i++)
                {
                    slopes[i, p] = finite ? (there[i] - here[i]) / by : 0;
                }
            }

            Matrix<double> normal = slopes.TransposeThisAndMultiply(slopes);
            Vector<double> gradient = slopes.TransposeThisAndMultiply(Vector<double>.Build.Dense(here));
            double before = error;
            while (damping < 1e12)
            {
                Matrix<double> damped = normal.Clone();
                for (int p = 0; p < at.Length; p++)
                {
                    damped[p, p] += damping * Math.Max(normal[p, p], 1e-12);
                }

                Vector<double> move = damped.Solve(gradient);
                double[] next = [.. at.Select((v, p) => Math.Clamp(v - move[p], -50, 50))];
                double tried = Squares(next, there);
                if (tried < error)
                {
                    (at, error, damping) = (next, tried, Math.Max(damping / 5, 1e-12));
                    (here, there) = (there, here);
                    break;
                }

                damping *= 4;
            }

            if (before - error <= Enough * Math.Max(before, 1e-300))
            {
                break;
            }
        }

        return (error, at);

        double Squares(double[] place, double[] into)
        {
            double sum = 0;
            if (evaluate(place, into))
            {
                foreach (double e in into)
                {
                    sum += e * e;
                }

                return double.IsFinite(sum) ? sum : double.PositiveInfinity;
            }

            return double.PositiveInfinity;
        }
    }
}
