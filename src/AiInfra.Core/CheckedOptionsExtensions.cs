using System.Runtime.CompilerServices;

namespace AiInfra;

/// <summary>Checks options where they are used without a host.</summary>
public static class CheckedOptionsExtensions
{
    /// <summary>The options themselves, once they are found to be right.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <param name="options">The options.</param>
    /// <param name="name">The parameter that they came in.</param>
    /// <exception cref="ArgumentException">Something is wrong; the message has all faults.</exception>
    public static T Checked<T>(this T options, [CallerArgumentExpression(nameof(options))] string? name = null)
        where T : class, ICheckedOptions
    {
        ArgumentNullException.ThrowIfNull(options, name);
        string faults = string.Join(" ", options.Faults());
        return faults.Length == 0 ? options : throw new ArgumentException($"{typeof(T).Name}: {faults}", name);
    }
}
