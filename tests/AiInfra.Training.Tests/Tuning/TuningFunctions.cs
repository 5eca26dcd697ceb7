using AiInfra.Training.Tuning;

namespace AiInfra.Training.Tests.Tuning;

/// <summary>Functions that tuners are compared on; all are minimised.</summary>
internal static class TuningFunctions
{
    private static readonly double[][] s_scales = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]];
    private static readonly double[][] s_centres = [[0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991], [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381]];
    private static readonly double[] s_depths = [1, 1.2, 3, 3.2];

    public static Func<Trial, double> Of(string name) => name switch
    {
        "branin" => Branin,
        "hart6" => Hartmann,
        "ackley5" => Ackley,
        "rosen4" => Rosenbrock,
        "mixed" => Mixed,
        _ => throw new ArgumentException($"There is no function '{name}'.", nameof(name)),
    };

    private static double Branin(Trial trial)
    {
        double x = trial.Float("x", -5, 10), y = trial.Float("y", 0, 15), a = y - (5.1 / (4 * Math.PI * Math.PI) * x * x) + (5 / Math.PI * x) - 6;
        return (a * a) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x)) + 10;
    }

    private static double Hartmann(Trial trial)
    {
        double[] x = Point(trial, 6, 0, 1);
        return -Enumerable.Range(0, 4).Sum(i => s_depths[i] * Math.Exp(-x.Select((v, d) => s_scales[i][d] * Math.Pow(v - s_centres[i][d], 2)).Sum()));
    }

    private static double Ackley(Trial trial)
    {
        double[] x = Point(trial, 5, -32.768, 32.768);
        return (-20 * Math.Exp(-0.2 * Math.Sqrt(x.Average(v => v * v)))) - Math.Exp(x.Average(v => Math.Cos(2 * Math.PI * v))) + 20 + Math.E;
    }

    private static double Rosenbrock(Trial trial)
    {
        double[] x = Point(trial, 4, -5, 10);
        return Enumerable.Range(0, 3).Sum(i => (100 * Math.Pow(x[i + 1] - (x[i] * x[i]), 2)) + Math.Pow(1 - x[i], 2));
    }

    private static double Mixed(Trial trial)
    {
        string kind = trial.Choice("kind", "a", "b", "c");
        double loss = kind == "a" ? 0.3 : kind == "b" ? 0 : 0.15;
        loss += 0.1 * Math.Pow(Math.Log10(trial.Float("lr", 1e-5, 1, log: true)) + 2.5, 2);
        loss += 0.01 * Math.Pow(trial.Int("depth", 1, 12) - 7, 2);
        return kind == "b" ? loss + (0.3 * Math.Abs(trial.Float("momentum", 0, 1) - 0.9)) : loss;
    }

    private static double[] Point(Trial trial, int dimensions, double low, double high) => [.. Enumerable.Range(0, dimensions).Select(i => trial.Float($"x{i}", low, high))];
}
