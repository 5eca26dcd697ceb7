using AiInfra.Trees.Native;

namespace AiInfra.Trees.Models;

/// <summary>Grows trees one after another, and finds out how many are best.</summary>
internal sealed class Boosting(TreesOptions options, string parameters, TreesProgress progress, CancellationToken cancellationToken)
{
    /// <summary>Trees of each output that the last training grew.</summary>
    public int Grown { get; private set; }

    // A judgement that is better by less than this is no reason to go on.
    private const double Worthwhile = 0.001;

    /// <summary>Grows until the rows that judge saw nothing worth while for as many trees as patience allows.</summary>
    public (int Best, double Score, string Figure) FindBest(TreesPlan plan)
    {
        var trials = new List<BoostingTrial>();
        try
        {
            foreach ((int[] learned, int[] judging) in plan.Splits)
            {
                trials.Add(new BoostingTrial(plan.Part(learned), plan.Part(judging), parameters));
            }

            return FindBest(trials);
        }
        finally
        {
            trials.ForEach(t => t.Dispose());
        }
    }

    private (int Best, double Score, string Figure) FindBest(List<BoostingTrial> trials)
    {
        string name = trials[0].Figure;
        double sign = name.StartsWith("ndcg", StringComparison.Ordinal) ? -1 : 1;
        int rows = trials.Sum(t => t.JudgingRows), learned = trials[0].LearnedRows;
        (int best, double least) = (0, double.PositiveInfinity);
        (int marked, double mark) = (0, double.PositiveInfinity);
        double loss = double.NaN;
        for (int tree = 1; tree <= options.Trees; tree++)
        {
            bool grew = false;
            foreach (BoostingTrial trial in trials)
            {
                cancellationToken.ThrowIfCancellationRequested();
                grew |= trial.Grow();
            }

            double figure = trials.Sum(t => t.Judgement * t.JudgingRows) / rows;
            if (double.IsNaN(figure))
            {
                throw new TreesException($"{name} of the rows that judge is not a number after tree {tree}. Look for infinite weights, or lower the learning rate.");
            }

            if (sign * figure < least)
            {
                (best, least) = (tree, sign * figure);
            }

            if (double.IsInfinity(mark) || least < mark - (Worthwhile * Math.Abs(mark)))
            {
                (marked, mark) = (tree, least);
            }

            bool last = !grew || tree - marked >= options.Patience;
            if (progress.IsDue(tree) || last)
            {
                loss = trials[0].TrainingFigure();
                progress.Keep($"validation/{name}", figure, tree);
                progress.Keep($"train/{name}", loss, tree);
            }

            progress.Report(tree, options.Trees, learned, loss, figure, last);
            if (last)
            {
                break;
            }
        }

        return (Math.Max(1, best), sign * least, name);
    }

    /// <summary>Grows so many trees, after those of an earlier model where there is one.</summary>
    /// <returns>The model as LightGBM's text.</returns>
    public string Train(LightGbmDataset rows, int trees, Booster? earlier)
    {
        using Booster booster = Booster.Create(rows, parameters);
        Grown = 0;
        bool grew = true;
        while (grew && Grown < trees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            grew = booster.Grow();
            Grown++;
            progress.Report(Grown, trees, rows.Rows, double.NaN, double.NaN, !grew || Grown == trees);
        }

        if (earlier is not null)
        {
            booster.GoOnFrom(earlier);
        }

        return booster.Text();
    }
}
