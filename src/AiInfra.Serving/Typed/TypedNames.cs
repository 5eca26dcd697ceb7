using AiInfra.Core.Rows;

namespace AiInfra.Serving.Typed;

/// <summary>Finds the property or output that a name means.</summary>
internal static class TypedNames
{
    /// <summary>The one of equal name, or the only one that is alike (<see cref="ColumnKey"/>); null when there is none.</summary>
    /// <exception cref="ArgumentException">Several are alike.</exception>
    public static T? Find<T>(IReadOnlyList<T> members, Func<T, string> name, string wanted)
        where T : class
    {
        int at = ColumnKey.Find(members.Select(name), wanted, out IReadOnlyList<string> alike);
        return alike.Count > 0 ? throw new ArgumentException($"'{wanted}' could be any of {string.Join(", ", alike)}.") : at < 0 ? null : members[at];
    }
}
