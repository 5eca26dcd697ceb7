using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning;

/// <summary>One trial while it runs: it is asked for parameters, told how it goes, and asked whether it is worth going on. Conditions are plain C#: ask for a parameter only where it matters. Safe for several threads.</summary>
public sealed class Trial
{
    private readonly ITrialHost _host;

    internal Trial(ITrialHost host, int number, IReadOnlyDictionary<string, string> tags, CancellationToken cancelled)
    {
        _host = host;
        Number = number;
        Tags = tags;
        Cancelled = cancelled;
    }

    /// <summary>A trial with given values outside of any study: runs an objective once more, for example with the best ones. It reports nowhere and is never pruned.</summary>
    /// <param name="values">Values by parameter: numbers, texts, truth values or members of an enumeration.</param>
    /// <exception cref="ArgumentNullException">A value is null.</exception>
    public static Trial Of(IReadOnlyDictionary<string, object> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new Trial(new GivenValues(values.ToDictionary(v => v.Key, v => ParameterText.Of(v.Value), StringComparer.Ordinal)), 0, new Dictionary<string, string>(), CancellationToken.None);
    }

    /// <summary>Its number in the study; seeds of an objective may follow from it.</summary>
    public int Number { get; }

    /// <summary>Tags that it was enqueued with.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; }

    /// <summary>Cancelled when the study is, or when the trial was given up for dead because its lease could not be renewed.</summary>
    public CancellationToken Cancelled { get; }

    /// <summary>A number of a range.</summary>
    /// <param name="name">Name of the parameter. Asked for again, it has the same value.</param>
    /// <param name="low">The least value.</param>
    /// <param name="high">The greatest value.</param>
    /// <param name="log">Whether equal ratios are alike, as with learning rates.</param>
    /// <param name="step">Only every so many from <paramref name="low"/> on; 0 for all.</param>
    /// <exception cref="ArgumentException">There is no such range.</exception>
    /// <exception cref="StudyException">The study knows the parameter with another range, or a value that was given is none of the range's.</exception>
    public double Float(string name, double low, double high, bool log = false, double step = 0) => Ask(name, ParameterRange.Float(low, high, log, step));

    /// <summary>A whole number of a range, both ends included.</summary>
    /// <param name="name">Name of the parameter. Asked for again, it has the same value.</param>
    /// <param name="low">The least value.</param>
    /// <param name="high">The greatest value.</param>
    /// <param name="log">Whether equal ratios are alike, as with widths.</param>
    /// <param name="step">Only every so many from <paramref name="low"/> on.</param>
    /// <exception cref="ArgumentException">There is no such range.</exception>
    /// <exception cref="StudyException">The study knows the parameter with another range, or a value that was given is none of the range's.</exception>
    public int Int(string name, int low, int high, bool log = false, int step = 1) => (int)Ask(name, ParameterRange.Int(low, high, log, step));

    /// <summary>One of a list without an order.</summary>
    /// <typeparam name="T">What is chosen among: texts, numbers, truth values, members of an enumeration, or whatever prints differently.</typeparam>
    /// <param name="name">Name of the parameter. Asked for again, it has the same value.</param>
    /// <param name="choices">The choices; they are kept as text, and each text stands for one.</param>
    /// <exception cref="ArgumentException">There is no choice, or two print alike.</exception>
    /// <exception cref="StudyException">The study knows the parameter with other choices, or a value that was given is none of them.</exception>
    public T Choice<T>(string name, params IReadOnlyList<T> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        return choices[(int)Ask(name, ParameterRange.Choice([.. choices.Select(c => ParameterText.Of(c!))]))];
    }

    /// <summary>Tells the value of the objective so far, for the study's pruner and pictures. It is written within a second or with the trial's end.</summary>
    /// <param name="step">Step, from 0, counted as the trial likes: epochs, optimizer steps, folds. Each is told once.</param>
    /// <param name="value">The value; NaN and infinities are kept.</param>
    /// <exception cref="ArgumentException">The step is below 0, or was told already.</exception>
    /// <exception cref="StudyException">The study has several objectives.</exception>
    public void Report(long step, double value) => _host.Report(step, value);

    /// <summary>Whether the study's pruner ends this trial, judged by what it has reported; false where there is no pruner or nothing was reported. Then return <see cref="Pruned"/>.</summary>
    public bool ShouldPrune() => _host.ShouldPrune();

    /// <summary>Ends the trial as pruned, with the value reported last: <c>if (trial.ShouldPrune()) return trial.Pruned();</c></summary>
    /// <returns>NaN, to be returned.</returns>
    public double Pruned() => _host.Pruned();

    /// <summary>Ends the trial as pruned where the pruner says so, from wherever the objective is.</summary>
    /// <exception cref="TrialPrunedException">The pruner ends it.</exception>
    public void ThrowIfShouldPrune()
    {
        if (ShouldPrune())
        {
            Pruned();
            throw new TrialPrunedException($"Trial {Number} was ended by the study's pruner after step {_host.LastStep}. The study catches this; let it pass.");
        }
    }

    /// <summary>Tells by how much a constraint is violated: above 0 it is, at 0 and below it holds. Trials that violate one stand behind all that don't, the less the better.</summary>
    /// <param name="name">Name of the constraint, for example "latency".</param>
    /// <param name="violation">For example milliseconds beyond the limit; a number.</param>
    /// <exception cref="ArgumentException">It is NaN.</exception>
    public void Constrain(string name, double violation)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (double.IsNaN(violation))
        {
            throw new ArgumentException($"By how much the constraint '{name}' of trial {Number} is violated is a number; it is NaN.", nameof(violation));
        }

        _host.Constrain(name, violation);
    }

    /// <summary>Sets a tag of the trial, for people and searches.</summary>
    public void Tag(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        _host.Tag(name, value);
    }

    internal ITrialHost Host => _host;

    private double Ask(string name, ParameterRange range)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _host.Ask(name, range);
    }
}
