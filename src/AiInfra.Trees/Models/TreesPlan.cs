using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Training.Tabular;
using AiInfra.Trees.Native;

namespace AiInfra.Trees.Models;

/// <summary>A table made ready to be learned by trees: split, encoded, binned. Owns native memory.</summary>
internal sealed class TreesPlan : IDisposable
{
    // Fewer rows than this judge too unevenly alone.
    private const int FewJudging = 300;

    public required LightGbmDataset All { get; init; }

    public required string Parameters { get; init; }

    public required TableEncoder Encoder { get; init; }

    public required TreesTask Task { get; init; }

    /// <summary>Numbers of the rows that are learned from while others judge, and of those: once, or fold by fold; none where none judge.</summary>
    public required IReadOnlyList<(int[] Learned, int[] Judging)> Splits { get; init; }

    public required int WithoutTarget { get; init; }

    /// <summary>Whether rows said to be in order of time are sorted by their target, so that drawn ones judge instead of the newest.</summary>
    public required bool IsSorted { get; init; }

    public required IReadOnlyList<Row> Sample { get; init; }

    /// <summary>Rows of each query; null where there are none.</summary>
    public required int[]? Queries { get; init; }

    public void Dispose() => All.Dispose();

    /// <summary>Some of the rows, whole queries of them.</summary>
    public LightGbmDataset Part(int[] rows)
    {
        LightGbmDataset part = All.Subset(rows, Parameters);
        if (Queries is { } queries)
        {
            // A subset forgets its queries, so they are said again.
            var inPart = new bool[All.Rows];
            Array.ForEach(rows, i => inPart[i] = true);
            var sizes = new List<int>();
            int start = 0;
            foreach (int size in queries)
            {
                if (inPart[start])
                {
                    sizes.Add(size);
                }

                start += size;
            }

            part.Queries([.. sizes]);
        }

        return part;
    }

    public static TreesPlan Of(RowBatch given, string target, ModelTask asked, TreesFit fit, TreesOptions options, int leastJudging, int verbosity)
    {
        int[] rows = TargetRows.Of(given, target, fit.Weights);
        int[]? queries = options.Query is { } query ? Together(given, query, ref rows) : null;
        ColumnData targets = given[target].Take(rows);
        TreesTask task = TreesTask.Of(targets, target, asked, options, fit.WarmStart);
        (int[] Learned, int[] Judging)[] splits = Split(targets, task, queries, options, leastJudging, out bool sorted);
        int[] learned = splits.Length == 1 ? splits[0].Learned : [.. Enumerable.Range(0, rows.Length)];
        TableEncoder encoder = fit.WarmStart?.Encoder ?? Fitted(given, target, Array.ConvertAll(learned, i => rows[i]), fit, options);
        var features = new FeatureLayout(encoder);
        string parameters = TreesParameters.Of(options, task, features, encoder.Schema, rows.Length, verbosity);
        List<float[]> blocks = [.. RowBlocks.Of(given, rows).Select(b => features.Encode(b))];
        var all = LightGbmDataset.Create(blocks, features.Width, parameters);
        try
        {
            all.Labels(task.Values);
            if (Weights(fit, rows, task, options) is { } weights)
            {
                all.Weights(weights);
            }

            if (queries is not null)
            {
                all.Queries(queries);
            }

            if (fit.WarmStart is { } earlier)
            {
                all.StartScores(Scores(earlier, blocks, features.Width, rows.Length));
            }

            return new TreesPlan
            {
                All = all,
                Parameters = parameters,
                Encoder = encoder,
                Task = task,
                Splits = splits,
                Queries = queries,
                WithoutTarget = given[target].MissingCount(),
                IsSorted = sorted,
                Sample = [.. learned.Where((_, i) => i % Math.Max(1, learned.Length / 64) == 0).Take(64).Select(i => given.Row(rows[i]))],
            };
        }
        catch
        {
            all.Dispose();
            throw;
        }
    }

    private static TableEncoder Fitted(RowBatch given, string target, int[] learned, TreesFit fit, TreesOptions options)
    {
        RowSchema features = fit.Features ?? given.Schema.Without(target);
        features = options.Query is { } query && features.IndexOf(query) >= 0 ? features.Without(query) : features;
        options.Encoding.ForTrees = true;
        return TableEncoder.Fit(features, RowBlocks.Of(given, learned), options.Encoding);
    }

    /// <summary>Puts rows of one query together, queries and rows in the order in which they first came.</summary>
    /// <returns>Rows of each query.</returns>
    private static int[] Together(RowBatch given, string query, ref int[] rows)
    {
        if (given.Schema.IndexOf(query) < 0)
        {
            throw new TreesException($"{nameof(TreesOptions.Query)} names '{query}', which the rows have not. Columns: {string.Join(", ", given.Schema.Columns.Select(c => c.Name))}.");
        }

        ColumnData column = given[query];
        int missing = Array.FindIndex(rows, i => column.IsMissing(i));
        if (missing >= 0)
        {
            throw new TreesException($"Row {rows[missing]} has no value in '{query}', the column that says which rows belong together. Give it one, or leave the row out.");
        }

        int[][] groups = [.. rows.GroupBy(i => column[i]).Select(g => g.ToArray())];
        rows = [.. groups.SelectMany(g => g)];
        return Array.ConvertAll(groups, g => g.Length);
    }

    /// <summary>Who judges whom: few rows in folds; of many the newest, or drawn ones, once.</summary>
    private static (int[] Learned, int[] Judging)[] Split(ColumnData targets, TreesTask task, int[]? queries, TreesOptions options, int least, out bool sorted)
    {
        sorted = false;
        int held = (int)(targets.Count * options.ValidationShare);
        if (held == 0)
        {
            return [];
        }

        if (queries is not null)
        {
            return held >= least && JudgingQueries(targets.Count, queries, held, options) is { } whole ? [(Numbers(whole, false), Numbers(whole, true))] : [];
        }

        sorted = options.Order == RowOrder.Time && ValidationRows.IsSorted(targets, task.Task, held);
        if (held < least || (held < FewJudging && (options.Order == RowOrder.None || sorted)))
        {
            return targets.Count >= least ? Folds.Of(targets, task.Task, options.Seed) : [];
        }

        bool[] judging = ValidationRows.Of(targets, task.Task, held, options.Order, options.Seed);
        return [(Numbers(judging, false), Numbers(judging, true))];
    }

    private static bool[]? JudgingQueries(int rows, int[] queries, int held, TreesOptions options)
    {
        // Whole queries: the newest, or drawn.
        int[] order = [.. Enumerable.Range(0, queries.Length)];
        if (options.Order == RowOrder.None)
        {
            new Random(unchecked((int)(options.Seed ^ (options.Seed >> 32)))).Shuffle(order);
        }

        var starts = new int[queries.Length];
        for (int i = 1; i < starts.Length; i++)
        {
            starts[i] = starts[i - 1] + queries[i - 1];
        }

        var judging = new bool[rows];
        int taken = 0;
        for (int i = order.Length - 1; i > 0 && taken < held; i--)
        {
            Array.Fill(judging, true, starts[order[i]], queries[order[i]]);
            taken += queries[order[i]];
        }

        return taken == 0 ? null : judging;
    }

    private static float[]? Weights(TreesFit fit, int[] rows, TreesTask task, TreesOptions options)
    {
        float[]? weights = fit.Weights is { } given ? Array.ConvertAll(rows, i => given[i]) : null;
        if (options.BalanceClasses && task.Labels is { } labels)
        {
            float[] ofClass = TargetRows.ClassWeights(Array.ConvertAll(task.Values, v => (int)v), labels.Count);
            weights = [.. task.Values.Select((v, i) => ofClass[(int)v] * (weights?[i] ?? 1))];
        }

        if (weights is null)
        {
            return null;
        }

        double mean = weights.Average(w => (double)w);
        return Array.ConvertAll(weights, w => (float)(w / mean));
    }

    private static double[] Scores(TreesModel earlier, List<float[]> blocks, int width, int rows)
    {
        int outputs = earlier.Ensemble.Outputs;
        var scores = new double[checked(rows * outputs)];
        var sums = new double[outputs];
        int at = 0;
        foreach (float[] block in blocks)
        {
            for (int i = 0; i < block.Length; i += width, at++)
            {
                earlier.Ensemble.Sum(block.AsSpan(i, width), sums);
                for (int output = 0; output < outputs; output++)
                {
                    scores[(output * rows) + at] = sums[output];
                }
            }
        }

        return scores;
    }

    private static int[] Numbers(bool[] marked, bool mark) => [.. Enumerable.Range(0, marked.Length).Where(i => marked[i] == mark)];
}
