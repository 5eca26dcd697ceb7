using System.ComponentModel.DataAnnotations.Schema;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace AiInfra.Serving.Typed;

/// <summary>Finds the property or parameter that a model's name means.</summary>
internal static class TypedNames
{
    /// <summary>The public readable properties of a type.</summary>
    public static PropertyInfo[] Readable([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanRead && p.GetIndexParameters().Length == 0)];

    /// <summary>What a property is called: its <see cref="ColumnAttribute"/>'s name where it has one.</summary>
    public static string Of(PropertyInfo property) => property.GetCustomAttribute<ColumnAttribute>()?.Name ?? property.Name;

    /// <summary>The one of equal name, or the only one that is equal without case and signs; null when there is none.</summary>
    /// <exception cref="ArgumentException">Several are alike.</exception>
    public static T? Find<T>(IReadOnlyList<T> members, Func<T, string> name, string wanted)
        where T : class
    {
        T? exact = members.FirstOrDefault(m => name(m) == wanted);
        if (exact is not null)
        {
            return exact;
        }

        T[] alike = [.. members.Where(m => Plain(name(m)) == Plain(wanted))];
        return alike.Length <= 1 ? alike.FirstOrDefault() : throw new ArgumentException($"'{wanted}' could be any of {string.Join(", ", alike.Select(name))}.");
    }

    private static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
