using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace AiInfra.Laws;

/// <summary>Public records print what they hold. A list in one without a ToString of its own prints the name of its type.</summary>
internal static class PrintedTypes
{
    /// <summary>Public records of an assembly whose text, as the compiler writes it, has a collection in it.</summary>
    public static string[] WithTypeNames(Assembly assembly) =>
    [
        .. assembly.GetExportedTypes()
            .Where(t => !t.IsAbstract && t.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic, [typeof(StringBuilder)]) is not null)
            .Where(t => t.GetMethod("ToString", Type.EmptyTypes)!.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
            .SelectMany(t => t.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.PropertyType != typeof(string) && p.PropertyType.IsAssignableTo(typeof(IEnumerable))).Select(p => $"{t.Name}.{p.Name}"))
            .Order(StringComparer.Ordinal),
    ];
}
