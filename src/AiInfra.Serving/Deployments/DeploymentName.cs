using System.Globalization;

namespace AiInfra.Serving.Deployments;

/// <summary>What a deployment may be called.</summary>
internal static class DeploymentName
{
    /// <exception cref="ArgumentException">The name is empty, or holds what can't be seen or told apart where names are shown and asked for.</exception>
    public static void Check(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        foreach (char c in name)
        {
            // Format characters are invisible, and some turn the direction of writing, by which one name passes for another.
            if (char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                throw new ArgumentException($"A deployment's name must not hold the invisible character U+{(int)c:X4}.", nameof(name));
            }
        }

        if (name.Contains("%2F", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"A deployment's name must not hold '%2F', which a path can't tell from a slash: '{name}'.", nameof(name));
        }
    }
}
