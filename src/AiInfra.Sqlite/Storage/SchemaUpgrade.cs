using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Storage;

/// <summary>Brings a store's tables to the newest schema at start: module by module, the scripts after its version in one transaction, one process at a time.</summary>
internal sealed class SchemaUpgrade(SqliteSession session, IReadOnlyList<InstalledModule> modules, string path, TimeProvider time)
{
    public void Run()
    {
        if (modules.All(IsCurrent(Read())))
        {
            return;
        }

        foreach (InstalledModule module in modules)
        {
            session.Transact("BEGIN IMMEDIATE", _ =>
            {
                // Another process may upgrade at the same time: look again under the lock.
                Func<InstalledModule, bool> current = IsCurrent(SchemaVersions.Read(session, path));
                if (!current(module))
                {
                    Upgrade(module);
                }

                return true;
            });
        }
    }

    /// <summary>A store that is only read can't be upgraded.</summary>
    public void Require()
    {
        Dictionary<string, (int Version, bool)> applied = Read();
        foreach (InstalledModule module in modules)
        {
            int version = Known(module, applied.GetValueOrDefault(module.Name).Version);
            if (version != module.Newest)
            {
                throw new SqliteStoreException($"{Has(module, version)}, and this version of {Reader(module)} reads version {module.Newest}. Open it once without ReadOnly, which upgrades it.", path);
            }
        }
    }

    private Dictionary<string, (int Version, bool KeepsArtifacts)> Read() => session.Transact("BEGIN", _ => SchemaVersions.Read(session, path)); // one state of the file, also while another process is making it

    private Func<InstalledModule, bool> IsCurrent(Dictionary<string, (int Version, bool KeepsArtifacts)> applied) => module =>
        applied.TryGetValue(module.Name, out (int Version, bool KeepsArtifacts) there) && Known(module, there.Version) == module.Newest && there.KeepsArtifacts == module.KeepsArtifacts;

    private void Upgrade(InstalledModule module)
    {
        SchemaVersions.Prepare(session);
        int version = Known(module, SchemaVersions.Read(session, path).GetValueOrDefault(module.Name).Version);
        foreach ((int next, string sql) in module.Scripts.Where(s => s.Version > version))
        {
            try
            {
                using ScriptGuard? guard = module.IsOfThisPackage ? null : new ScriptGuard(session.Handle, module);
                try
                {
                    session.Script(sql);
                }
                catch (SqliteException) when (guard?.Refused is { } refused)
                {
                    throw new SqliteStoreException(
                        $"The script of version {next} of the store module '{module.Name}' {refused} in {path}. A script makes and changes what is the module's own: tables, indices, views and triggers named '{module.Name.Replace('-', '_')}' or '{module.Name.Replace('-', '_')}_…'. The store stays as it was. Mend the script.", path);
                }
            }
            catch (SqliteException e) when (e.SqliteErrorCode is not (5 or 6 or 8 or 10 or 11 or 13)) // those are of the file, and say so themselves
            {
                throw new SqliteStoreException($"The tables of '{module.Name}' in {path} can't be brought to version {next}: {e.Message} They stay as they were. Mend the script of that version.", path, e);
            }

            SchemaVersions.Add(session, module, next, time.GetUtcNow());
        }

        SchemaVersions.Mark(session, module);
    }

    /// <summary>The version, unless it is newer than this package knows.</summary>
    private int Known(InstalledModule module, int version) => version <= module.Newest ? version : throw new SqliteStoreException(
        $"{Has(module, version)}; this version of {Reader(module)} knows up to {module.Newest}. It was written by a newer {(IsFirst(module) ? "AiInfra" : "one")}: update the package, or open another store.", path);

    private string Has(InstalledModule module, int version) => IsFirst(module) ? $"The store {path} has schema version {version}" : $"The tables of '{module.Name}' in the store {path} have schema version {version}";

    private static string Reader(InstalledModule module) => IsFirst(module) ? "AiInfra.Sqlite" : $"the module '{module.Name}'";

    private static bool IsFirst(InstalledModule module) => module.Name == SchemaVersions.First;
}
