using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning;

/// <summary>A trial of a study as samplers and pruners see it. It changes while it runs.</summary>
public sealed class HistoryTrial
{
    private readonly Dictionary<string, double> _parameters = new(StringComparer.Ordinal);
    private readonly List<TrialReport> _reports = [];

    internal HistoryTrial(int number) => Origin = Number = number;

    /// <summary>Its number in the study.</summary>
    public int Number { get; }

    /// <summary>Where it stands.</summary>
    public TrialState State { get; internal set; } = TrialState.Running;

    /// <summary>Values of its parameters, as their ranges keep them.</summary>
    public IReadOnlyDictionary<string, double> Parameters => _parameters;

    /// <summary>Values of the objectives; empty where there are none.</summary>
    public IReadOnlyList<double> Values { get; internal set; } = [];

    /// <summary>Values reported on its way, by step.</summary>
    public IReadOnlyList<TrialReport> Reports => _reports;

    /// <summary>The last step that it reported, or -1.</summary>
    public long LastStep => _reports.Count > 0 ? _reports[^1].Step : -1;

    /// <summary>By how much its constraints are violated in all; 0 where they hold.</summary>
    public double Violation { get; internal set; }

    /// <summary>Whether it ended with values that say something of its parameters: complete or pruned.</summary>
    public bool IsFinished => State is TrialState.Complete or TrialState.Pruned;

    /// <summary>The values with the sign turned where more is better, so that less is always better.</summary>
    internal double[] Losses { get; set; } = [];

    /// <summary>The first of <see cref="Losses"/>; NaN where there is none.</summary>
    internal double Loss => Losses.Length > 0 ? Losses[0] : double.NaN;

    /// <summary>What was chosen for it before it began, whether it has asked for it already or not.</summary>
    internal IReadOnlyDictionary<string, double> Proposed { get; set; } = Samplers.NoValues.Instance;

    /// <summary>Whether its parameters, or some of them, were given when it was enqueued.</summary>
    internal bool IsGiven { get; set; }

    /// <summary>Number of the trial that it repeats because that one's worker died, or its own: what is drawn by number is the same again.</summary>
    public int Origin { get; internal set; }

    /// <summary>Its value of a parameter, or the one chosen for it.</summary>
    internal bool TryGet(string name, out double value) => _parameters.TryGetValue(name, out value) || Proposed.TryGetValue(name, out value);

    /// <summary>Place of a step among the reports; below zero, the complement of where it would stand, where there is none.</summary>
    internal int PlaceOf(long step)
    {
        int low = 0, high = _reports.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (_reports[middle].Step == step)
            {
                return middle;
            }

            (low, high) = _reports[middle].Step < step ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    internal void Set(string name, double value) => _parameters[name] = value;

    internal void Report(TrialReport report)
    {
        int place = _reports.Count > 0 && _reports[^1].Step >= report.Step ? PlaceOf(report.Step) : ~_reports.Count;
        if (place >= 0)
        {
            _reports[place] = report;
        }
        else
        {
            _reports.Insert(~place, report);
        }
    }

    /// <inheritdoc />
    public override string ToString() => $"HistoryTrial {{ Number = {Number}, State = {State}, Parameters = {Shown.List(_parameters)}, Values = {Shown.List(Values)} }}";
}
