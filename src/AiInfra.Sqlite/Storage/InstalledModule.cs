using System.Text.RegularExpressions;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Storage;

namespace AiInfra.Sqlite.Storage;

/// <summary>A module as this store has it: checked, with its scripts and its stores.</summary>
internal sealed partial class InstalledModule
{
    private InstalledModule(IStoreModule module, IStoreDatabase database)
    {
        Name = module.Name;
        IsOfThisPackage = module.GetType().Assembly == typeof(InstalledModule).Assembly;
        Scripts = Required(module, nameof(module.Scripts), () => module.Scripts(database.Dialect));
        Stores = Required(module, nameof(module.CreateStores), () => module.CreateStores(database));
        KeepsArtifacts = Stores.Any(s => s is IArtifactRoots);
    }

    public string Name { get; }

    /// <summary>Whether it is one of this package, whose tables are older than the names of modules.</summary>
    public bool IsOfThisPackage { get; }

    public IReadOnlyList<SchemaScript> Scripts { get; }

    public IReadOnlyList<object> Stores { get; }

    /// <summary>Whether its tables refer to artifacts.</summary>
    public bool KeepsArtifacts { get; }

    public int Newest => Scripts[^1].Version;

    /// <exception cref="ArgumentException">A module is no sound one, or two have one name.</exception>
    public static IReadOnlyList<InstalledModule> Install(IEnumerable<IStoreModule> modules, IStoreDatabase database)
    {
        var installed = new List<InstalledModule>();
        foreach (IStoreModule module in modules)
        {
            if (module.Name is null || !NamePattern().IsMatch(module.Name))
            {
                throw new ArgumentException($"The store module {module.GetType().FullName} is named '{module.Name ?? "(null)"}'; small letters, digits and dashes are expected, a letter first.", nameof(modules));
            }

            if (installed.Exists(i => i.Name == module.Name))
            {
                throw new ArgumentException($"Two store modules are named '{module.Name}', one of them {module.GetType().FullName}: their tables and versions would meet. Give one another name.", nameof(modules));
            }

            var one = new InstalledModule(module, database);
            if (one.Scripts.Count == 0)
            {
                throw new ArgumentException($"The store module '{module.Name}' has no scripts for {database.Dialect}: it can't keep its tables in this store.", nameof(modules));
            }

            if (one.Scripts[0].Version < 1 || one.Scripts.Zip(one.Scripts.Skip(1)).Any(p => p.First.Version >= p.Second.Version))
            {
                throw new ArgumentException($"The scripts of the store module '{module.Name}' have the versions {string.Join(", ", one.Scripts.Select(s => s.Version))}; growing ones from 1 are expected.", nameof(modules));
            }

            if (one.Scripts.FirstOrDefault(s => new SqlText(s.Sql ?? throw new ArgumentException($"The script of version {s.Version} of the store module '{module.Name}' is null; SQL is expected.", nameof(modules))).IsEndOfTransaction) is { } ending)
            {
                throw new ArgumentException($"The script of version {ending.Version} of the store module '{module.Name}' begins or ends a transaction, or attaches a file. The store runs it in one transaction of its own: leave that to it.", nameof(modules));
            }

            installed.Add(one);
        }

        return installed.SelectMany(i => i.Stores).OfType<IPrunable>().GroupBy(p => p.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new ArgumentException($"Two stores take part in retention as '{twice.Key}': {string.Join(" and ", twice.Select(p => p.GetType().FullName))}. Give one another name.", nameof(modules))
            : installed;
    }

    /// <summary>Whether a table, index or view is the module's: named as it, or as it with more behind an underscore.</summary>
    public bool Owns(string? name)
    {
        string own = Name.Replace('-', '_');
        return name is not null && (Begins(name, own) || Begins(name, Name));

        static bool Begins(string name, string own) => name.StartsWith(own, StringComparison.OrdinalIgnoreCase) && (name.Length == own.Length || name[own.Length] == '_');
    }

    private static IReadOnlyList<T> Required<T>(IStoreModule module, string what, Func<IReadOnlyList<T>> ask)
    {
        try
        {
            return ask() is { } all && !all.Any(a => a is null) ? all : throw new InvalidOperationException("it gave null, or null within.");
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"The store module '{module.Name}' ({module.GetType().FullName}) failed at {what}: {e.Message}", e);
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]*$")]
    private static partial Regex NamePattern();
}
