using AiInfra.Data.Encoders;
using AiInfra.Training.Tabular;

namespace AiInfra.Trees.Models;

/// <summary>How trees are trained. The defaults suit tables from a few hundred to millions of rows.</summary>
public sealed class TreesOptions : ICheckedOptions
{
    /// <summary>Most trees, of each class where there are more than two. Early stopping may take fewer.</summary>
    /// <value>200.</value>
    public int Trees { get; set; } = 200;

    /// <summary>How much of each tree's correction is taken. Half of it asks for about twice the trees.</summary>
    /// <value>0.1.</value>
    public double LearningRate { get; set; } = 0.1;

    /// <summary>Most leaves of a tree.</summary>
    /// <value>31.</value>
    public int Leaves { get; set; } = 31;

    /// <summary>Most questions from the root to a leaf.</summary>
    /// <value>Null: as many as the leaves allow.</value>
    public int? Depth { get; set; }

    /// <summary>Fewest rows in a leaf.</summary>
    /// <value>Null: 20; in tables under 200 rows a tenth of them, at least 2.</value>
    public int? MinRowsInLeaf { get; set; }

    /// <summary>Most values that a column is cut into.</summary>
    /// <value>255.</value>
    public int Bins { get; set; } = 255;

    /// <summary>Share of the features that each tree may ask for.</summary>
    /// <value>Null: 0.8 where there are ten features or more, else all.</value>
    public double? FeatureShare { get; set; }

    /// <summary>Share of the rows that each tree learns from.</summary>
    /// <value>1.</value>
    public double RowShare { get; set; } = 1;

    /// <summary>L1 penalty on the values of leaves, of a target scaled to standard deviation 1.</summary>
    /// <value>0.</value>
    public double L1 { get; set; }

    /// <summary>L2 penalty on the values of leaves: as so many rows in each leaf that ask for no correction.</summary>
    /// <value>1.</value>
    public double L2 { get; set; } = 1;

    /// <summary>Trees after which the training stops, where they made the judgement no better by a thousandth.</summary>
    /// <value>30.</value>
    public int Patience { get; set; } = 30;

    /// <summary>
    /// Share of the rows that judge how many trees are best; all rows are then learned with so many. Where that were fewer than 300 rows and their order means nothing, or fewer than 20,
    /// every row judges once, in five folds. Zero trains all trees on all rows, as does a table under 20 rows.
    /// </summary>
    /// <value>0.15.</value>
    public double ValidationShare { get; set; } = 0.15;

    /// <summary>Whether the order of the rows is that of time. It decides which rows judge.</summary>
    /// <value><see cref="RowOrder.None"/>: rows drawn from all parts of the table, every class in its share.</value>
    public RowOrder Order { get; set; }

    /// <summary>What is made small.</summary>
    /// <value><see cref="TreesObjective.Auto"/>.</value>
    public TreesObjective Objective { get; set; }

    /// <summary>The quantile of <see cref="TreesObjective.Quantile"/>.</summary>
    /// <value>0.5.</value>
    public double Quantile { get; set; } = 0.5;

    /// <summary>Where <see cref="TreesObjective.Huber"/> becomes absolute, in the target's unit.</summary>
    /// <value>Null: one standard deviation of the target.</value>
    public double? HuberDelta { get; set; }

    /// <summary>The power of <see cref="TreesObjective.Tweedie"/>: near 1 as Poisson, near 2 as Gamma.</summary>
    /// <value>1.5.</value>
    public double TweediePower { get; set; } = 1.5;

    /// <summary>The column that says which rows belong to one query, of <see cref="TreesObjective.Rank"/>. It is not learned from.</summary>
    /// <value>Null.</value>
    public string? Query { get; set; }

    /// <summary>Weighs classes so that all count alike, however rare. Probabilities are then those of a world in which they are equally frequent.</summary>
    /// <value>False.</value>
    public bool BalanceClasses { get; set; }

    /// <summary>Columns that the answer follows in one direction, by name: numbers, booleans, and times by their course. Categories are refused.</summary>
    /// <value>None.</value>
    public Dictionary<string, MonotoneDirection> Monotone { get; } = new(StringComparer.Ordinal);

    /// <summary>How columns become features; <see cref="EncodingOptions.ForTrees"/> is always on.</summary>
    /// <value>Up to 254 values of a category, the others share one index.</value>
    public EncodingOptions Encoding { get; set; } = new() { MaxCategories = 254, HashBuckets = 0, ForTrees = true };

    /// <summary>Seed of the rows that judge, and of shares of rows and features.</summary>
    /// <value>0.</value>
    public long Seed { get; set; }

    /// <summary>Threads of the training. The model is the same on any number.</summary>
    /// <value>Null: one for every 200,000 cells of features, at most the processors of the machine; where a tree is less work, threads wait for each other.</value>
    public int? Threads { get; set; }

    /// <summary>Trees between points in the catalog.</summary>
    /// <value>10.</value>
    public int LogEveryTrees { get; set; } = 10;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Between(Trees, 1, 100_000)
        .Above(LearningRate, 0)
        .Between(Leaves, 2, 131_072)
        .Between(Depth, 1, 1000)
        .AtLeast(MinRowsInLeaf, 1)
        .Between(Bins, 2, 65_535)
        .Must(FeatureShare is null or > 0 and <= 1, $"{nameof(FeatureShare)} is above 0 and at most 1; it is {FeatureShare}.")
        .Must(RowShare is > 0 and <= 1, $"{nameof(RowShare)} is above 0 and at most 1; it is {RowShare}.")
        .AtLeast(L1, 0)
        .AtLeast(L2, 0)
        .AtLeast(Patience, 1)
        .Below(ValidationShare, 0, 1)
        .Inside(Quantile, 0, 1)
        .Above(HuberDelta, 0)
        .Below(TweediePower, 1, 2)
        .Must(Query is null || Objective is TreesObjective.Auto or TreesObjective.Rank, $"{nameof(Query)} is of {nameof(TreesObjective)}.{nameof(TreesObjective.Rank)}; {nameof(Objective)} is {Objective}.")
        .Must(Objective != TreesObjective.Rank || Query is not null, $"{nameof(TreesObjective)}.{nameof(TreesObjective.Rank)} asks for {nameof(Query)}, the column that says which rows belong together; it is null.")
        .Must(Monotone.Count == 0 || Objective is not (TreesObjective.Absolute or TreesObjective.Quantile), $"{nameof(Monotone)} is not learned with {nameof(TreesObjective)}.{Objective}, whose leaves are medians and quantiles of rows whatever their neighbours are; take another {nameof(Objective)}, such as {nameof(TreesObjective.Huber)}, or leave the directions out.")
        .Set(Encoding)
        .Nested(Encoding)
        .AtLeast(Threads, 1)
        .AtLeast(LogEveryTrees, 1);
}
