using System.Globalization;
using System.Text;
using AiInfra.Core.Rows;

namespace AiInfra.Trees.Models;

/// <summary>Options in LightGBM's words.</summary>
internal static class TreesParameters
{
    private const int ManyFeatures = 10;

    // With less work a tree, threads wait for each other longer than they work.
    private const long CellsOfThread = 200_000;

    public static string Of(TreesOptions options, TreesTask task, FeatureLayout features, RowSchema schema, int rows, int verbosity)
    {
        var text = new StringBuilder();
        void Set(string name, IFormattable value) => text.Append(name).Append('=').Append(value.ToString(null, CultureInfo.InvariantCulture)).Append(' ');
        text.Append("objective=").Append(ObjectiveOf(task)).Append(' ');
        if (task.Outputs > 1)
        {
            Set("num_class", task.Outputs);
        }

        Set("learning_rate", options.LearningRate);
        Set("num_leaves", options.Leaves);
        Set("max_depth", options.Depth ?? -1);
        Set("min_data_in_leaf", options.MinRowsInLeaf ?? Math.Clamp(rows / 10, 2, 20));
        Set("max_bin", options.Bins);
        Set("feature_fraction", options.FeatureShare ?? (features.Width >= ManyFeatures ? 0.8 : 1.0));
        if (options.RowShare < 1)
        {
            Set("bagging_fraction", options.RowShare);
            Set("bagging_freq", 1);
        }

        Set("lambda_l1", options.L1);
        Set("lambda_l2", options.L2);
        Set("num_threads", options.Threads ?? (int)Math.Clamp((long)rows * features.Width / CellsOfThread, 1, Environment.ProcessorCount));
        Set("seed", (int)((ulong)options.Seed % int.MaxValue));
        Set("verbosity", verbosity);

        // Histograms by column, each by one thread, and sums in one order: the same model on any number of threads.
        text.Append("deterministic=true force_col_wise=true ");
        switch (task.Objective)
        {
            case TreesObjective.Quantile: Set("alpha", options.Quantile); break;
            case TreesObjective.Huber: Set("alpha", options.HuberDelta is { } delta ? delta / task.Scaler!.Scale : 1.0); break;
            case TreesObjective.Tweedie: Set("tweedie_variance_power", options.TweediePower); break;
            case TreesObjective.Rank: text.Append("eval_at=10 "); break;
        }

        int[] categorical = [.. features.Categorical];
        if (categorical.Length > 0)
        {
            text.Append("categorical_feature=").AppendJoin(',', categorical).Append(' ');
        }

        if (options.Monotone.Count > 0)
        {
            text.Append("monotone_constraints=").AppendJoin(',', Directions(options, task, features, schema)).Append(" monotone_constraints_method=intermediate ");
        }

        return text.ToString();
    }

    private static string ObjectiveOf(TreesTask task) => task.Labels is { } labels ? labels.Count == 2 ? "binary" : "multiclass" : task.Objective switch
    {
        TreesObjective.Absolute => "regression_l1",
        TreesObjective.Huber => "huber",
        TreesObjective.Quantile => "quantile",
        TreesObjective.Poisson => "poisson",
        TreesObjective.Tweedie => "tweedie",
        TreesObjective.Rank => "lambdarank",
        _ => "regression",
    };

    /// <summary>A direction for every feature: that of its column for the first feature of it, which is the number or the course of time; hours and weekdays go round.</summary>
    private static IEnumerable<int> Directions(TreesOptions options, TreesTask task, FeatureLayout features, RowSchema schema)
    {
        if (task.Outputs > 1)
        {
            throw new TreesException($"{nameof(TreesOptions.Monotone)} says how one answer follows a column; '{task.Labels!.Count}' classes have {task.Outputs}. Leave it out, or learn two classes or a number.");
        }

        var directions = new int[features.Columns.Length];
        foreach ((string column, MonotoneDirection direction) in options.Monotone)
        {
            int feature = Array.IndexOf(features.Columns, column);
            if (schema.IndexOf(column) < 0)
            {
                throw new TreesException($"{nameof(TreesOptions.Monotone)} names '{column}', which is no column that is learned from. Columns: {string.Join(", ", schema.Columns.Select(c => c.Name))}.");
            }

            if (feature < 0)
            {
                throw new TreesException($"{nameof(TreesOptions.Monotone)} names '{column}', which was left out; the encoder's report says why. Give it a role, or leave the direction out.");
            }

            if (features.IsCategorical(feature))
            {
                throw new TreesException($"{nameof(TreesOptions.Monotone)} names '{column}', which is a category and has no more or less. Leave it out, or make a number of it.");
            }

            directions[feature] = Enum.IsDefined(direction) ? (int)direction : throw new TreesException($"{nameof(TreesOptions.Monotone)} of '{column}' is {direction}; it is {nameof(MonotoneDirection.Increasing)} or {nameof(MonotoneDirection.Decreasing)}.");
        }

        return directions;
    }
}
