using System.Globalization;
using System.Reflection;
using AiInfra.Core.Storage;

namespace AiInfra.Sqlite.Stores;

/// <summary>The scripts in this package's folder Schema: those of the catalog are numbers alone (<c>001.sql</c>), those of another module have its name before (<c>pipelines.001.sql</c>). A new version is a new file.</summary>
internal static class PackagedScripts
{
    private const string Ending = ".sql";

    public static IReadOnlyList<SchemaScript> Of(string module)
    {
        string prefix = module == CatalogModule.ModuleName ? "" : module + ".";
        Assembly package = typeof(PackagedScripts).Assembly;
        var scripts = new List<SchemaScript>();
        foreach (string name in package.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(Ending, StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(prefix.Length, name.Length - prefix.Length - Ending.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int version))
            {
                using var reader = new StreamReader(package.GetManifestResourceStream(name)!);
                scripts.Add(new SchemaScript(version, reader.ReadToEnd()));
            }
        }

        return scripts;
    }
}
