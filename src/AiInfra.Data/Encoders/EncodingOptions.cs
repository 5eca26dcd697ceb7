namespace AiInfra.Data.Encoders;

/// <summary>How a <see cref="TableEncoder"/> is learned. The defaults suit tables of mixed columns.</summary>
public sealed class EncodingOptions : ICheckedOptions
{
    /// <summary>Roles of columns that the data should not decide, by name.</summary>
    public Dictionary<string, ColumnRole> Roles { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether the encoder is for trees, which split by order and go their own way where a value is missing: numbers and booleans stay as they are, missing ones NaN, infinities at the ends of float;
    /// a time gives the days since the first one seen, the hour, the day of the week and of the year; every category is an index, a missing one has an index of its own where it was seen.
    /// What scales, fills in or spreads a column (<see cref="Impute"/> to <see cref="MaxCodes"/>, <see cref="Categories"/>, <see cref="RankScores"/>) is not looked at then.
    /// </summary>
    /// <value>Default false: the encoder is for networks and linear models.</value>
    public bool ForTrees { get; set; }

    /// <summary>What stands in for a missing number.</summary>
    /// <value>Default <see cref="ImputeWith.Median"/>.</value>
    public ImputeWith Impute { get; set; } = ImputeWith.Median;

    /// <summary>Whether a column that had missing values gets a second one that says so with 1.</summary>
    /// <value>Default true.</value>
    public bool MissingIndicators { get; set; } = true;

    /// <summary>Numbers further from the mean than so many standard deviations are pulled back to there; infinities too.</summary>
    /// <value>Default 8.</value>
    public double ClipStandardDeviations { get; set; } = 8;

    /// <summary>When set, numbers are also clipped at this quantile and at one minus it, for example 0.001.</summary>
    /// <value>Default null.</value>
    public double? ClipQuantile { get; set; }

    /// <summary>What is done with heavy tails.</summary>
    /// <value>Default <see cref="HeavyTails.Auto"/>.</value>
    public HeavyTails HeavyTails { get; set; } = HeavyTails.Auto;

    /// <summary>
    /// Whole numbers that take 3 to so many values, such as a month, an hour or a code, also get one column a value, beside the number:
    /// the model then need not take 3 for the mean of 2 and 4. 0 turns this off.
    /// </summary>
    /// <value>Default 24.</value>
    public int MaxCodes { get; set; } = 24;

    /// <summary>What becomes of categories.</summary>
    /// <value>Default <see cref="CategoryForm.OneHot"/>.</value>
    public CategoryForm Categories { get; set; } = CategoryForm.OneHot;

    /// <summary>With <see cref="CategoryForm.Auto"/>: most buckets that are still one-hot.</summary>
    /// <value>Default 32.</value>
    public int MaxOneHot { get; set; } = 32;

    /// <summary>How many values of a category get a bucket of their own, the most frequent first; the others share hash buckets.</summary>
    /// <value>Default 64.</value>
    public int MaxCategories { get; set; } = 64;

    /// <summary>How many buckets the values beyond <see cref="MaxCategories"/> share. 0 counts them as rare.</summary>
    /// <value>Default 32.</value>
    public int HashBuckets { get; set; } = 32;

    /// <summary>A value seen less often than this is rare: it shares one bucket with the rare and the never seen. Never more than 1 % of the rows.</summary>
    /// <value>Default 5.</value>
    public int MinCategoryCount { get; set; } = 5;

    /// <summary>A column of text with more distinct values than this is no category.</summary>
    /// <value>Default 100,000.</value>
    public int MaxVocabulary { get; set; } = 100_000;

    /// <summary>A column of text is free text where its values have so many words on average and more than a tenth of them differ. Others are categories, or identifiers.</summary>
    /// <value>Default 3. Chinese and Japanese write no blanks: two of their characters count as a word.</value>
    public double TextMinWords { get; set; } = 3;

    /// <summary>Most features of a column of free text that count words and pairs of words, the most frequent ones; never more than one for eight rows, and 16 at least. 0 counts none; with no <see cref="TextCharacters"/> either, free text is left out.</summary>
    /// <value>Default 256.</value>
    public int TextWords { get; set; } = 256;

    /// <summary>Most features of a column of free text that count runs of one to three characters, the most frequent ones; limited as <see cref="TextWords"/>.</summary>
    /// <value>Default 256.</value>
    public int TextCharacters { get; set; } = 256;

    /// <summary>Characters of a free text that are read, from its start, rounded up to 250. It bounds what a row costs while it is encoded: in an exported graph up to 45 bytes a character of the longest text of the batch.</summary>
    /// <value>Default 2,000.</value>
    public int TextLength { get; set; } = 2000;

    /// <summary>From so many rows on, columns that look like identifiers are left out.</summary>
    /// <value>Default 20.</value>
    public int IdentifierMinRows { get; set; } = 20;

    /// <summary>Numbers kept a column for medians, quantiles and tails; up to so many rows these are exact, above they come from a fair sample.</summary>
    /// <value>Default 65,536.</value>
    public int SampleSize { get; set; } = 65_536;

    /// <summary>Seed of that sample.</summary>
    /// <value>Default 0.</value>
    public int Seed { get; set; }

    /// <summary>Whether a number with many different values gets a second feature: the normal score of its rank among the training rows. It helps networks with crooked distributions, and costs a feature a column.</summary>
    /// <value>Default false.</value>
    public bool RankScores { get; set; }

    /// <summary>The same options, to be changed without changing these.</summary>
    public EncodingOptions Copy()
    {
        var copy = (EncodingOptions)MemberwiseClone();
        copy.Roles = new(Roles, StringComparer.Ordinal);
        return copy;
    }

    internal long EnoughOf(long rows) => Math.Min(MinCategoryCount, Math.Max(1, rows / 100));

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Above(ClipStandardDeviations, 0)
        .Must(!(ClipStandardDeviations > 1e6), $"{nameof(ClipStandardDeviations)} is 1,000,000 at most; it is {ClipStandardDeviations}.")
        .Below(ClipQuantile ?? 0, 0, 0.5, nameof(ClipQuantile))
        .Between(MaxCodes, 0, 1000)
        .AtLeast(MaxOneHot, 1)
        .AtLeast(MaxCategories, 1)
        .AtLeast(HashBuckets, 0)
        .AtLeast(MinCategoryCount, 1)
        .AtLeast(MaxVocabulary, 1)
        .Above(TextMinWords, 0)
        .Between(TextWords, 0, 100_000)
        .Between(TextCharacters, 0, 100_000)
        .Between(TextLength, 1, 1_000_000)
        .AtLeast(IdentifierMinRows, 1)
        .AtLeast(SampleSize, 100);
}
