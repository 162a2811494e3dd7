package knutpunkt.tidy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import knutpunkt.wire.Hash;
import org.junit.jupiter.api.Test;

/** The arrows between the parts: who may know whom, and which library lives where. */
class ArrowsTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("knutpunkt");

    @Test
    void whatBothEndsAgreeOnKnowsNoneOfTheOtherParts() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "knutpunkt.wire..", "knutpunkt.access..", "knutpunkt.settings..", "knutpunkt.loop..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("knutpunkt.hardware..", "knutpunkt.controller..", "knutpunkt.kiosk..")
                .check(MAIN);
    }

    @Test
    void hardwareKnowsNoneOfTheOtherParts() {
        noClasses()
                .that()
                .resideInAPackage("knutpunkt.hardware..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "knutpunkt.wire..",
                        "knutpunkt.access..",
                        "knutpunkt.settings..",
                        "knutpunkt.loop..",
                        "knutpunkt.controller..",
                        "knutpunkt.kiosk..")
                .check(MAIN);
    }

    @Test
    void theControllerAndTheKioskDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("knutpunkt.controller..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("knutpunkt.kiosk..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("knutpunkt.kiosk..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("knutpunkt.controller..", "knutpunkt.hardware..")
                .check(MAIN);
    }

    @Test
    void aDoorsRulesAndTheAccessListArePure() {
        noClasses()
                .that()
                .resideInAnyPackage("knutpunkt.access..", "knutpunkt.controller.door..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..", "java.nio.file..", "java.net..", "java.sql..", "org.slf4j..", "com.fasterxml..")
                .check(MAIN);
    }

    @Test
    void whoProvesAnExportedLogKnowsNothingButTheJdk() {
        classes()
                .that()
                .resideInAPackage("knutpunkt.verify..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("knutpunkt.verify..", "java..", "org.jspecify.annotations..")
                .check(MAIN);
    }

    @Test
    void eachVendorsLibraryLivesInItsOnePackage() {
        only("org.eclipse.paho..", "knutpunkt.wire.session..");
        only("org.jose4j..", "knutpunkt.wire.signature..");
        only(
                "org.bouncycastle..",
                "knutpunkt.wire.signature..",
                "knutpunkt.wire.certificates..",
                "knutpunkt.kiosk.admin..");
        only("gg.jte..", "knutpunkt.kiosk.web..", "knutpunkt.kiosk.pages..");
        only("com.eatthepath..", "knutpunkt.kiosk.admin..");
        only("io.nayuki..", "knutpunkt.kiosk.admin..");
        only("de.focus_shift..", "knutpunkt.kiosk.schedules..");
        only("de.siegmar..", "knutpunkt.kiosk.imports..");
        only("com.pi4j..", "knutpunkt.hardware.gpio..");
        only("com.fazecast..", "knutpunkt.hardware.serial..");
        only("org.apache.activemq..", "knutpunkt.kiosk.broker..");
        only("io.netty..", "knutpunkt.kiosk.broker..");
        only("jakarta.mail..", "knutpunkt.kiosk.mail..");
        only("org.yaml..", "knutpunkt.settings..", "knutpunkt.kiosk.web..");
    }

    @Test
    void tablesAreReachedWhereTheyAreAndNowhereElse() {
        only(
                "java.sql..",
                "knutpunkt.controller.journal..",
                "knutpunkt.controller.list..",
                "knutpunkt.controller.sqlite..",
                "knutpunkt.kiosk.database..");
        only(
                "org.sqlite..",
                "knutpunkt.controller.journal..",
                "knutpunkt.controller.list..",
                "knutpunkt.controller.sqlite..",
                "knutpunkt.kiosk.database..");
    }

    /** It would repeat the program's mistakes if it used the program. Records name ids, and hash with a type of their own. */
    @Test
    void theModelOfASimulatedSiteKnowsNothingOfTheProgramButItsRecords() {
        JavaClasses model = new ClassFileImporter().importPackages("knutpunkt.simulation.model");

        assertThat(model).isNotEmpty();
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "java..", "org.jspecify..", "knutpunkt.simulation.model..", "knutpunkt.wire.record..")
                        .or(resideInAPackage("knutpunkt.wire").and(simpleNameEndingWith("Id")))
                        .or(equivalentTo(Hash.class)))
                .check(model);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("knutpunkt.kiosk.(*)..").should().beFreeOfCycles().check(MAIN);
        slices().matching("knutpunkt.controller.(*)..")
                .should()
                .beFreeOfCycles()
                .check(MAIN);
        slices().matching("knutpunkt.hardware.(*)..").should().beFreeOfCycles().check(MAIN);
        slices().matching("knutpunkt.wire.(*)..").should().beFreeOfCycles().check(MAIN);
    }

    private static void only(String library, String... homes) {
        classes()
                .that(resideInAnyPackage("knutpunkt.."))
                .and()
                .resideOutsideOfPackages(homes)
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackage(library)
                .as("only " + List.of(homes) + " know " + library)
                .check(MAIN);
    }
}
