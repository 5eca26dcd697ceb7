using System.Diagnostics;

namespace AiInfra.Core.Telemetry;

/// <summary>One piece of long work that is under way: what is set here stands on its span and on its duration.</summary>
public sealed class Operation
{
    private readonly Activity? _activity;
    private TagList _tags;

    internal Operation(Activity? activity, string attribute, string name)
    {
        _activity = activity;
        Set(attribute, name);
    }

    private Operation()
    {
    }

    /// <summary>Nobody listens: nothing is kept.</summary>
    internal static Operation Off { get; } = new();

    internal ref readonly TagList Tags => ref _tags;

    /// <summary>Says something of the work, in few different values: a metric has a series for each.</summary>
    /// <param name="attribute">Name of the attribute.</param>
    /// <param name="value">Its value.</param>
    public void Set(string attribute, object? value)
    {
        if (ReferenceEquals(this, Off))
        {
            return;
        }

        _activity?.SetTag(attribute, value);
        _tags.Add(attribute, value);
    }

    /// <summary>Says that the work failed though it does not throw.</summary>
    /// <param name="error">Why.</param>
    public void Fail(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        Set("error.type", error.GetType().FullName);
        if (!ReferenceEquals(this, Off))
        {
            _activity?.SetStatus(ActivityStatusCode.Error, error.Message);
        }
    }
}
