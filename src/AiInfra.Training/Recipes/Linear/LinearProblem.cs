namespace AiInfra.Training.Recipes.Linear;

/// <summary>Mean loss of a linear model over some rows, and its slope: softmax and log loss of classes, half the squared error of numbers.</summary>
/// <remarks>
/// Weights lie feature by feature, an output beside the other, and the biases after them: [(width + 1) x outputs]. Two classes take one output, the log odds of the second.
/// The penalty is l2 / 2 times the sum of the squared weights, without the biases.
/// </remarks>
/// <param name="rows">Encoded rows.</param>
/// <param name="targets">For each row the class, or the scaled number.</param>
/// <param name="classes">Number of classes; 0 for a regression.</param>
/// <param name="weights">Weight of each row; null weighs all alike.</param>
internal sealed class LinearProblem(SparseRows rows, double[] targets, int classes, float[]? weights)
{
    public int Outputs { get; } = classes > 2 ? classes : 1;

    public int Parameters => (rows.Width + 1) * Outputs;

    public int Rows => rows.Count;

    public double[] Targets => targets;

    /// <summary>Mean loss of chosen rows, without the penalty.</summary>
    public double Loss(double[] at, int[] chosen)
    {
        Span<double> scores = Outputs <= 64 ? stackalloc double[Outputs] : new double[Outputs];
        double loss = 0, total = 0;
        foreach (int row in chosen)
        {
            double weight = weights?[row] ?? 1;
            loss += weight * Step(at, row, scores);
            total += weight;
        }

        return loss / total;
    }

    /// <summary>Mean loss with the penalty, and its slope.</summary>
    public double Loss(double[] at, int[] chosen, double l2, double[] slope)
    {
        Array.Clear(slope);
        Span<double> scores = Outputs <= 64 ? stackalloc double[Outputs] : new double[Outputs];
        int biases = rows.Width * Outputs;
        double loss = 0, total = 0;
        foreach (int row in chosen)
        {
            double weight = weights?[row] ?? 1;
            loss += weight * Step(at, row, scores);
            total += weight;
            for (int e = rows.Starts[row]; e < rows.Starts[row + 1]; e++)
            {
                int first = rows.Features[e] * Outputs;
                double value = weight * rows.Values[e];
                for (int k = 0; k < scores.Length; k++)
                {
                    slope[first + k] += value * scores[k];
                }
            }

            for (int k = 0; k < scores.Length; k++)
            {
                slope[biases + k] += weight * scores[k];
            }
        }

        double squares = 0;
        for (int i = 0; i < slope.Length; i++)
        {
            slope[i] /= total;
            if (i < biases)
            {
                slope[i] += l2 * at[i];
                squares += at[i] * at[i];
            }
        }

        return (loss / total) + (l2 / 2 * squares);
    }

    /// <summary>Loss of a row; its scores become the slope of the loss by them.</summary>
    private double Step(double[] at, int row, Span<double> scores)
    {
        at.AsSpan(rows.Width * Outputs, Outputs).CopyTo(scores);
        for (int e = rows.Starts[row]; e < rows.Starts[row + 1]; e++)
        {
            int first = rows.Features[e] * scores.Length;
            for (int k = 0; k < scores.Length; k++)
            {
                scores[k] += rows.Values[e] * at[first + k];
            }
        }

        double target = targets[row];
        if (classes == 0)
        {
            double error = scores[0] - target;
            scores[0] = error;
            return error * error / 2;
        }

        if (scores.Length == 1)
        {
            // ln(1 + e^-m) of the margin m, without overflow on either side.
            double margin = target > 0 ? scores[0] : -scores[0];
            double small = Math.Exp(-Math.Abs(margin));
            double probability = scores[0] >= 0 ? 1 / (1 + Math.Exp(-scores[0])) : Math.Exp(scores[0]) / (1 + Math.Exp(scores[0]));
            scores[0] = probability - target;
            return Math.Max(0, -margin) + Math.Log(1 + small);
        }

        double most = double.NegativeInfinity, sum = 0, own = scores[(int)target];
        foreach (double score in scores)
        {
            most = Math.Max(most, score);
        }

        for (int k = 0; k < scores.Length; k++)
        {
            scores[k] = Math.Exp(scores[k] - most);
            sum += scores[k];
        }

        for (int k = 0; k < scores.Length; k++)
        {
            scores[k] = (scores[k] / sum) - (k == (int)target ? 1 : 0);
        }

        return Math.Log(sum) + most - own;
    }
}
