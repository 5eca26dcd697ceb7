using AiInfra.Metrics.Numerics;

namespace AiInfra.Metrics.Recommendation;

/// <summary>A metric of recommended lists that is a mean over users, with Student's interval; users whose list has no value are left out of it and counted as undefined. The values are kept (8 bytes and the id of each user), so that two recommenders can be compared user by user.</summary>
public abstract class UserMeanMetric : RecommendationMetric
{
    private readonly List<string> _ids = [];
    private readonly List<double> _values = [];
    private RunningMean _mean;

    /// <summary>Names the metric.</summary>
    /// <param name="name">Name in camel case.</param>
    /// <param name="higherIsBetter">Whether more is better.</param>
    /// <param name="k">How many of the first ranks count; 0 for whole lists.</param>
    /// <param name="options">Options that change the value, as "key:value" joined by bars; empty when there are none.</param>
    protected UserMeanMetric(string name, bool higherIsBetter, int k, string options = "")
        : base(name, higherIsBetter, k, options)
    {
    }

    /// <summary>The value of every user, paired with another recommender's by the users' ids; null of nothing.</summary>
    public override Evidence? Evidence => Count == 0 ? null : new("users", [.. _values]) { Ids = [.. _ids] };

    /// <inheritdoc />
    public sealed override Score Result(double confidence = 0.95) =>
        Scored(_mean.Weight == 0 ? double.NaN : _mean.Mean, _mean.Interval(confidence), _values.Count(double.IsNaN));

    /// <summary>The value of one list; NaN when it has none.</summary>
    protected abstract double Value(UserRecommendations list, IReadOnlyList<string> items);

    /// <inheritdoc />
    protected sealed override void Accumulate(UserRecommendations list, IReadOnlyList<string> items)
    {
        double value = Value(list, items);
        if (double.IsInfinity(value))
        {
            throw new ArgumentException($"The {Name} of user '{list.User}' is {value}; a value is a finite number, or NaN where there is none.", nameof(list));
        }

        _ids.Add(list.User);
        _values.Add(value);
        if (!double.IsNaN(value))
        {
            _mean.Add(value);
        }
    }

    /// <inheritdoc />
    protected sealed override void MergeFrom(RecommendationMetric other)
    {
        var same = (UserMeanMetric)other;
        _ids.AddRange(same._ids);
        _values.AddRange(same._values);
        _mean.Merge(same._mean);
    }
}
