namespace AiInfra.Training.Recipes.Linear;

/// <summary>Finds the weights of a linear model, and how much they are held back.</summary>
/// <param name="Weights">As <see cref="LinearProblem"/> has them.</param>
/// <param name="L2">The penalty, as the sum over all rows has it: scikit-learn's alpha, or 1 / C.</param>
/// <param name="Iterations">Iterations of the last fit.</param>
/// <param name="Converged">Whether it came to an end by itself.</param>
internal sealed record LinearFit(double[] Weights, double L2, int Iterations, bool Converged)
{
    private static readonly double[] Penalties = [1000, 300, 100, 30, 10, 3, 1, 0.3, 0.1, 0.01];
    private const int Folds = 5;

    // From so many rows on, one of the five folds says enough.
    private const int ManyRows = 10_000;

    // From so many on, two do.
    private const int SomeRows = 2000;

    /// <summary>Fits on all rows.</summary>
    public static LinearFit Of(LinearProblem problem, double l2, int mostIterations, CancellationToken cancellationToken)
    {
        int[] all = [.. Enumerable.Range(0, problem.Rows)];
        var weights = new double[problem.Parameters];
        (int iterations, bool converged) = Solve(problem, all, l2, weights, 1e-7, mostIterations, cancellationToken);
        return new LinearFit(weights, l2, iterations, converged);
    }

    /// <summary>The penalty with the smallest loss on rows left out, by five folds (fewer where rows are many), and that loss; of nearly equal ones the larger.</summary>
    public static (double L2, double Loss) Choose(LinearProblem problem, double? l2, int mostIterations, long seed, CancellationToken cancellationToken)
    {
        if (problem.Rows < 2 * Folds)
        {
            return (l2 ?? 1, double.PositiveInfinity);
        }

        double[] penalties = l2 is { } asked ? [asked] : Penalties;
        int[] fold = Dealt(problem, seed);
        var losses = new double[penalties.Length];
        int folds = problem.Rows >= ManyRows ? 1 : problem.Rows >= SomeRows ? 2 : Folds;
        for (int f = 0; f < folds; f++)
        {
            int[] learned = [.. Enumerable.Range(0, problem.Rows).Where(i => fold[i] != f)], judging = [.. Enumerable.Range(0, problem.Rows).Where(i => fold[i] == f)];
            var weights = new double[problem.Parameters];
            for (int p = 0; p < penalties.Length; p++)
            {
                // From the stiffest to the loosest, each from where the one before ended.
                Solve(problem, learned, penalties[p], weights, 1e-5, mostIterations, cancellationToken);
                losses[p] += problem.Loss(weights, judging) / folds;
            }
        }

        double least = losses.Min();
        int chosen = Math.Max(0, Array.FindIndex(losses, l => l <= least * 1.0001));
        return (penalties[chosen], losses[chosen]);
    }

    private static (int, bool) Solve(LinearProblem problem, int[] rows, double l2, double[] weights, double tolerance, int most, CancellationToken cancellationToken) =>
        Lbfgs.Minimise(weights, (at, slope) => problem.Loss(at, rows, l2 / problem.Rows, slope), tolerance, most, cancellationToken);

    /// <summary>A fold for each row: rows of one class, or of like numbers, are dealt to all folds alike.</summary>
    private static int[] Dealt(LinearProblem problem, long seed)
    {
        int[] order = [.. Enumerable.Range(0, problem.Rows)];
        new Random(unchecked((int)(seed ^ (seed >> 32)))).Shuffle(order);
        var fold = new int[problem.Rows];
        int place = 0;
        foreach (int row in order.OrderBy(i => problem.Targets[i]))
        {
            fold[row] = place++ % Folds;
        }

        return fold;
    }
}
