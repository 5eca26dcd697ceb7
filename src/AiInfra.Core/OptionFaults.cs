using System.Collections;
using System.Runtime.CompilerServices;

namespace AiInfra;

/// <summary>Collects what is wrong with options, in one form of words: the option, what it may be, what it is. The option's name is the expression given.</summary>
public sealed class OptionFaults : IEnumerable<string>
{
    private readonly List<string> _faults = [];

    /// <summary>The option is a value or more.</summary>
    public OptionFaults AtLeast<T>(T value, T least, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, IComparable<T> =>
        value.CompareTo(least) >= 0 ? this : Add($"{name} is at least {least}; it is {value}.");

    /// <summary>The option is a value or more, where it is set.</summary>
    public OptionFaults AtLeast<T>(T? value, T least, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, IComparable<T> => value is { } set ? AtLeast(set, least, name) : this;

    /// <summary>The option is more than a value.</summary>
    public OptionFaults Above<T>(T value, T bound, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, IComparable<T> =>
        value.CompareTo(bound) > 0 ? this : Add($"{name} is above {bound}; it is {value}.");

    /// <summary>The option is more than a value, where it is set.</summary>
    public OptionFaults Above<T>(T? value, T bound, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, IComparable<T> => value is { } set ? Above(set, bound, name) : this;

    /// <summary>The option lies from one value to another, both included.</summary>
    public OptionFaults Between<T>(T value, T least, T most, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, IComparable<T> =>
        value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0 ? this : Add($"{name} is {least} to {most}; it is {value}.");

    /// <summary>The option lies from one value to another, both included, where it is set.</summary>
    public OptionFaults Between<T>(T? value, T least, T most, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, IComparable<T> => value is { } set ? Between(set, least, most, name) : this;

    /// <summary>The option lies from one value up to another, which it does not reach.</summary>
    public OptionFaults Below<T>(T value, T least, T bound, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, IComparable<T> =>
        value.CompareTo(least) >= 0 && value.CompareTo(bound) < 0 ? this : Add($"{name} is at least {least} and below {bound}; it is {value}.");

    /// <summary>The option lies between two values, both excluded.</summary>
    public OptionFaults Inside<T>(T value, T low, T high, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, IComparable<T> =>
        value.CompareTo(low) > 0 && value.CompareTo(high) < 0 ? this : Add($"{name} lies between {low} and {high}, both excluded; it is {value}.");

    /// <summary>The option is a text that is not empty.</summary>
    public OptionFaults Text(string? value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        string.IsNullOrWhiteSpace(value) ? Add($"{name} is a text that is not empty; it is {(value is null ? "null" : $"'{value}'")}.") : this;

    /// <summary>The option is not null.</summary>
    public OptionFaults Set(object? value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is null ? Add($"{name} is never null; leave its default, or give one.") : this;

    /// <summary>Options within options: their faults, with the option's name before theirs.</summary>
    public OptionFaults Nested(ICheckedOptions? options, [CallerArgumentExpression(nameof(options))] string name = "")
    {
        _faults.AddRange(options?.Faults().Select(fault => $"{name}.{fault}") ?? []);
        return this;
    }

    /// <summary>Faults that were found elsewhere, as they are.</summary>
    public OptionFaults All(IEnumerable<string>? faults)
    {
        _faults.AddRange(faults ?? []);
        return this;
    }

    /// <summary>A rule that relates several options, or has words of its own.</summary>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="fault">What to say where it does not: the options, what they may be, what they are.</param>
    public OptionFaults Must(bool holds, string fault) => holds ? this : Add(fault);

    /// <inheritdoc />
    public IEnumerator<string> GetEnumerator() => _faults.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private OptionFaults Add(string fault)
    {
        _faults.Add(fault);
        return this;
    }
}
