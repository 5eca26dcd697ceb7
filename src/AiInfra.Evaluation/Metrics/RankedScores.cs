namespace AiInfra.Evaluation.Metrics;

/// <summary>Keeps scores of positives and negatives, and walks them from the highest score down, equal scores together.</summary>
internal sealed class RankedScores
{
    private readonly List<double> _scores = [];
    private readonly List<double> _signedWeights = [];

    public int Count => _scores.Count;

    public double PositiveWeight { get; private set; }

    public double NegativeWeight { get; private set; }

    public bool IsWeighted { get; private set; }

    public void Add(bool positive, double score, double weight)
    {
        _scores.Add(score);
        _signedWeights.Add(positive ? weight : -weight);
        PositiveWeight += positive ? weight : 0;
        NegativeWeight += positive ? 0 : weight;
        IsWeighted |= weight != 1;
    }

    public void Merge(RankedScores other)
    {
        _scores.AddRange(other._scores);
        _signedWeights.AddRange(other._signedWeights);
        PositiveWeight += other.PositiveWeight;
        NegativeWeight += other.NegativeWeight;
        IsWeighted |= other.IsWeighted;
    }

    /// <summary>One entry a distinct score, the highest first: the score and the weights of positives and negatives that have it.</summary>
    public List<(double Score, double Positive, double Negative)> Groups()
    {
        double[] scores = [.. _scores], weights = [.. _signedWeights];
        Array.Sort(scores, weights);
        var groups = new List<(double Score, double Positive, double Negative)>();
        for (int i = scores.Length - 1; i >= 0;)
        {
            double score = scores[i], positive = 0, negative = 0;
            for (; i >= 0 && scores[i] == score; i--)
            {
                positive += Math.Max(0, weights[i]);
                negative += Math.Max(0, -weights[i]);
            }

            groups.Add((score, positive, negative));
        }

        return groups;
    }

    /// <summary>Area under the ROC curve: the chance that a positive outranks a negative, ties counting half; NaN with one class.</summary>
    public double Area()
    {
        double area = 0, above = 0;
        foreach ((double _, double positive, double negative) in Groups())
        {
            area += negative * (above + (positive / 2));
            above += positive;
        }

        return area / (PositiveWeight * NegativeWeight);
    }
}
