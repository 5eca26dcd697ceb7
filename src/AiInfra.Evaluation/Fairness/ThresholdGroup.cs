namespace AiInfra.Evaluation.Fairness;

/// <summary>One group's rows, as the points that thresholds can reach.</summary>
internal sealed class ThresholdGroup
{
    private readonly (double Score, double Positive, double Negative)[] _steps;

    public ThresholdGroup(string name, IEnumerable<(double Score, bool Positive, double Weight)> rows)
    {
        Name = name;
        _steps = [.. rows.GroupBy(r => r.Score).OrderByDescending(g => g.Key).Select(g => (g.Key, g.Sum(r => r.Positive ? r.Weight : 0), g.Sum(r => r.Positive ? 0 : r.Weight)))];
        Positives = _steps.Sum(s => s.Positive);
        Negatives = _steps.Sum(s => s.Negative);
    }

    public string Name { get; }

    public double Positives { get; }

    public double Negatives { get; }

    /// <summary>One point a threshold, from none selected to all. A threshold lies halfway between two scores.</summary>
    public RatePoint[] Points(ThresholdConstraint constraint, double gainOfHit, double gainOfRejection)
    {
        var points = new RatePoint[_steps.Length + 1];
        double hits = 0, alarms = 0;
        points[0] = Point(double.PositiveInfinity);
        for (int i = 0; i < _steps.Length; i++)
        {
            hits += _steps[i].Positive;
            alarms += _steps[i].Negative;
            double threshold = double.NegativeInfinity;
            if (i + 1 < _steps.Length)
            {
                threshold = _steps[i + 1].Score + ((_steps[i].Score - _steps[i + 1].Score) / 2);
                threshold = threshold > _steps[i + 1].Score ? threshold : _steps[i].Score;
            }

            points[i + 1] = Point(threshold);
        }

        return points;

        RatePoint Point(double threshold)
        {
            double hitRate = hits / Positives, alarmRate = alarms / Negatives;
            double gain = constraint == ThresholdConstraint.EqualizedOdds ? hitRate : (gainOfHit * hits) + (gainOfRejection * (Negatives - alarms));
            double rate = constraint switch
            {
                ThresholdConstraint.DemographicParity => (hits + alarms) / (Positives + Negatives),
                ThresholdConstraint.EqualOpportunity => hitRate,
                _ => alarmRate,
            };
            return new(threshold, rate, gain, hitRate, alarmRate);
        }
    }
}
