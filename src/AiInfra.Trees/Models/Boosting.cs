using AiInfra.Trees.Native;

namespace AiInfra.Trees.Models;

/// <summary>Grows trees one after another, and finds out how many are best.</summary>
internal sealed class Boosting(TreesOptions options, string parameters, TreesProgress progress, CancellationToken cancellationToken)
{
    /// <summary>Trees of each output that the last training grew.</summary>
    public int Grown { get; private set; }

    /// <summary>Grows until the rows that judge saw no better figure for as many trees as patience allows.</summary>
    public (int Best, double Score, string Figure) FindBest(LightGbmDataset learned, LightGbmDataset judging)
    {
        using Booster booster = Booster.Create(learned, parameters);
        booster.Judge(judging);
        string[] figures = booster.Figures();
        bool higher = figures[0].StartsWith("ndcg", StringComparison.Ordinal);
        (int best, double score) = (0, higher ? double.NegativeInfinity : double.PositiveInfinity);
        double loss = double.NaN;
        for (int tree = 1; tree <= options.Trees; tree++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool grew = booster.Grow();
            double figure = booster.Judgement(1, figures.Length)[0];
            if (double.IsNaN(figure))
            {
                throw new TreesException($"{figures[0]} of the rows that judge is not a number after tree {tree}. Look for infinite targets and weights, or lower the learning rate.");
            }

            if (higher ? figure > score : figure < score)
            {
                (best, score) = (tree, figure);
            }

            if (progress.IsDue(tree) || !grew)
            {
                loss = booster.Judgement(0, figures.Length)[0];
                progress.Keep($"validation/{figures[0]}", figure, tree);
                progress.Keep($"train/{figures[0]}", loss, tree);
            }

            bool last = !grew || tree - best >= options.Patience;
            progress.Report(tree, options.Trees, learned.Rows, loss, figure, last);
            if (last)
            {
                break;
            }
        }

        return (Math.Max(1, best), score, figures[0]);
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
